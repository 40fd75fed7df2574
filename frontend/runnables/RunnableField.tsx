import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import type { RunnableTarget } from './runnable.ts';
import classes from './RunnableField.module.css';
import { runnablesQuery } from './runnables.api.ts';

/** Props of {@link RunnableField}. A target without a path is none. */
export type RunnableFieldProps = {
  id?: string;
  label: string;
  description?: string;
  value: RunnableTarget;
  onChange: (target: RunnableTarget) => void;
  error?: string;
  isClearable?: boolean;
  placeholder?: string;
};

const settleMs = 200;

const keyOf = ({ kind, path }: RunnableTarget): string => `${kind}:${path}`;

function targetOf(key: string | null): RunnableTarget {
  if (key === null) return { kind: 'script', path: '' };
  return { kind: key.startsWith('flow:') ? 'flow' : 'script', path: key.slice(key.indexOf(':') + 1) };
}

/** Picks a script or flow that can be run, by its path or its summary. */
export function RunnableField({
  id,
  label,
  description,
  value,
  onChange,
  error,
  isClearable = false,
  placeholder = 'Find a script or flow',
}: RunnableFieldProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === value.path ? '' : typed, settleMs);
  const { data = [], isFetching } = useQuery({ ...runnablesQuery(workspace, search), placeholderData: keepPreviousData });
  const summaries = new Map(data.map((runnable) => [keyOf(runnable), runnable.summary]));
  const chosen = value.path === '' ? [] : [keyOf(value)];
  const options = [...new Set([...chosen, ...data.map(keyOf)])].map((key) => ({ value: key, label: targetOf(key).path }));
  return (
    <Select
      id={id}
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={options}
      value={chosen[0] ?? null}
      onChange={(next) => onChange(targetOf(next))}
      onSearchChange={setTyped}
      // The server has searched, also in summaries, which do not stand in the options.
      filter={({ options: found }) => found}
      searchable
      clearable={isClearable}
      allowDeselect={isClearable}
      placeholder={placeholder}
      leftSection={value.path === '' ? undefined : <KindIcon kind={value.kind} />}
      nothingFoundMessage={isFetching ? 'Looking…' : 'Nothing that can be run has that name'}
      error={error}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <KindIcon kind={targetOf(option.value).kind} />
          <span className="mono">{option.label}</span>
          {summaries.get(option.value) ? <span className="truncate"> · {summaries.get(option.value)}</span> : null}
        </span>
      )}
    />
  );
}
