import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { foldersQuery } from '../folders/folders.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import { joinPath, splitPath } from './item-path.ts';
import classes from './PathField.module.css';

/** Props of {@link PathField}. */
export type PathFieldProps = {
  value: string;
  onChange: (path: string) => void;
  label?: string;
  error?: string;
  id?: string;
  isDisabled?: boolean;
  placeholder?: string;
};

/** The path of an item: a space (one's own, or a folder where one may write) and a name in it. */
export function PathField({ value, onChange, label = 'Folder', error, id, isDisabled, placeholder = 'name' }: PathFieldProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const { data: folders = [] } = useQuery(foldersQuery(workspace));
  const { space, name } = splitPath(value);
  const own = `u/${username}`;
  const writable = folders.filter((folder) => folder.my_level === 'write' || folder.my_level === 'owner').map((folder) => `f/${folder.name}`);
  const spaces = [...new Set([...(space ? [space] : []), ...writable, own])];
  return (
    <div className={classes.field} role="group" aria-label={label}>
      <Select
        label={label}
        data={spaces.map((entry) => ({ value: entry, label: entry === own ? `${entry} (you)` : entry }))}
        value={space || null}
        onChange={(next) => onChange(joinPath(next ?? own, name))}
        allowDeselect={false}
        searchable={spaces.length > 8}
        disabled={isDisabled}
        className={classes.space}
        placeholder="Folder"
      />
      <TextInput
        id={id}
        label="Name"
        value={name}
        onChange={(event) => onChange(joinPath(space || own, event.currentTarget.value.trim().replaceAll(' ', '_')))}
        error={error}
        disabled={isDisabled}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className={classes.name}
      />
    </div>
  );
}

/** A path as text: its folder set back, its name in front. */
export function PathText({ path }: { path: string }): ReactNode {
  const { space, name } = splitPath(path);
  if (!space) return <span className={classes.path}>{path}</span>;
  return (
    <span className={classes.path} title={path}>
      <span className={classes.pathSpace}>{space}/</span>
      {name}
    </span>
  );
}
