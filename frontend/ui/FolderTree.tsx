import { IconFolder, IconHome, IconUser, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { foldersQuery } from '../folders/folders.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import { folderTree } from './folder-tree.ts';
import classes from './FolderTree.module.css';

/** Props of {@link FolderTree}. */
export type FolderTreeProps = {
  /** The chosen folder, `''` for all. */
  value: string;
  onChange: (path: string) => void;
  /** Paths of the items that are known, for subfolders. */
  paths: readonly string[];
  /** Name of the whole: "All scripts". */
  allLabel: string;
};

/** The folders of the workspace beside a list; one is chosen. Arrows move. */
export function FolderTree({ value, onChange, paths, allLabel }: FolderTreeProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const { data: folders = [] } = useQuery(foldersQuery(workspace));
  const frame = useRef<HTMLElement>(null);
  const own = `u/${username}`;
  const nodes = folderTree(
    folders.map(({ name }) => `f/${name}`),
    own,
    value === '' ? paths : [...paths, `${value}/_`],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(frame.current?.querySelectorAll('button') ?? [])];
    buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step]?.focus();
  };
  return (
    <nav ref={frame} className={classes.tree} aria-label="Folders" onKeyDown={onKeyDown}>
      <Entry label={allLabel} icon={<IconHome aria-hidden />} depth={0} isChosen={value === ''} onChoose={() => onChange('')} />
      {nodes.map(({ path, label, depth }) => (
        <Entry
          key={path}
          label={path === own ? `${label} (you)` : label}
          icon={path.startsWith('u/') && depth === 0 ? <IconUser aria-hidden /> : <IconFolder aria-hidden />}
          depth={depth}
          isChosen={value === path}
          onChoose={() => onChange(value === path ? '' : path)}
        />
      ))}
    </nav>
  );
}

function Entry({
  label,
  icon,
  depth,
  isChosen,
  onChoose,
}: {
  label: string;
  icon: ReactNode;
  depth: number;
  isChosen: boolean;
  onChoose: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={classes.entry}
      aria-current={isChosen || undefined}
      data-depth={depth}
      style={{ paddingInlineStart: 8 + depth * 16 }}
      onClick={onChoose}
      title={label}
    >
      {icon}
      <span className={classes.label}>{label}</span>
      {isChosen && depth > 0 && <IconX aria-hidden className={classes.clear} />}
    </button>
  );
}
