import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import type { RunnableKind, RunnableTarget } from './runnable.ts';
import classes from './RunnableField.module.css';
import { runnablesQuery } from './runnables.api.ts';

/** Props of {@link RunnableField}. A target without a path is none. */
export type RunnableFieldProps<Kind extends RunnableKind> = {
  id?: string;
  /** What may be picked; scripts and flows unless said otherwise. */
  kinds?: readonly Kind[];
  label: string;
  description?: string;
  value: RunnableTarget<Kind>;
  onChange: (target: RunnableTarget<Kind>) => void;
  error?: string;
  isClearable?: boolean;
  placeholder?: string;
  /** In a dialog: where it begins. */
  isFirst?: boolean;
};

const settleMs = 200;

/** "script or flow", "script, flow or agent". */
const wordsOfKinds = (kinds: readonly RunnableKind[]): string => (kinds.length < 2 ? (kinds[0] ?? '') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`);

const keyOf = ({ kind, path }: RunnableTarget<RunnableKind>): string => `${kind}:${path}`;

function targetOf<Kind extends RunnableKind>(key: string | null, kinds: readonly Kind[]): RunnableTarget<Kind> {
  const kind = kinds.find((one) => key?.startsWith(`${one}:`)) ?? (kinds[0] as Kind);
  return { kind, path: key === null ? '' : key.slice(key.indexOf(':') + 1) };
}

/** Picks a script, flow or agent that can be run, by its path or its summary. */
export function RunnableField<Kind extends RunnableKind = 'script' | 'flow'>({
  id,
  kinds = ['script', 'flow'] as readonly RunnableKind[] as readonly Kind[],
  label,
  description,
  value,
  onChange,
  error,
  isClearable = false,
  isFirst = false,
  placeholder = `Find a ${wordsOfKinds(kinds)}`,
}: RunnableFieldProps<Kind>): ReactNode {
  const { id: workspace } = useWorkspace();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === value.path ? '' : typed, settleMs);
  const { data = [], isFetching } = useQuery({ ...runnablesQuery(workspace, search, kinds), placeholderData: keepPreviousData });
  const summaries = new Map(data.map((runnable) => [keyOf(runnable), runnable.summary]));
  const chosen = value.path === '' ? [] : [keyOf(value)];
  const options = [...new Set([...chosen, ...data.map(keyOf)])].map((key) => ({ value: key, label: targetOf(key, kinds).path }));
  return (
    <Select
      id={id}
      {...(isFirst ? { 'data-autofocus': true } : {})}
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={options}
      value={chosen[0] ?? null}
      onChange={(next) => onChange(targetOf(next, kinds))}
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
          <KindIcon kind={targetOf(option.value, kinds).kind} />
          <span className="mono">{option.label}</span>
          {summaries.get(option.value) ? <span className="truncate"> · {summaries.get(option.value)}</span> : null}
        </span>
      )}
    />
  );
}
