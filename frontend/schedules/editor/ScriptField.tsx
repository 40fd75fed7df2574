import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../../session/workspace.ts';
import { runnableScriptsQuery } from '../schedules.api.ts';

/** Props of {@link ScriptField}. */
export type ScriptFieldProps = { id?: string; label: string; description?: string; value: string; onChange: (path: string) => void; error?: string; isClearable?: boolean; placeholder?: string };

const settleMs = 200;

/** Picks a script that can be run, by its path or its summary. */
export function ScriptField({ id, label, description, value, onChange, error, isClearable = false, placeholder = 'Find a script' }: ScriptFieldProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === value ? '' : typed, settleMs);
  const { data = [], isFetching } = useQuery({ ...runnableScriptsQuery(workspace, search), placeholderData: keepPreviousData });
  const summaries = new Map(data.map((script) => [script.path, script.summary]));
  const paths = [...new Set([...(value === '' ? [] : [value]), ...data.map((script) => script.path)])];
  return (
    <Select
      id={id}
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={paths}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      onSearchChange={setTyped}
      // The server has searched, also in summaries, which do not stand in the options.
      filter={({ options }) => options}
      searchable
      clearable={isClearable}
      allowDeselect={isClearable}
      placeholder={placeholder}
      nothingFoundMessage={isFetching ? 'Looking…' : 'No script that can be run has that name'}
      error={error}
      renderOption={({ option }) => (
        <span>
          <span className="mono">{option.value}</span>
          {summaries.get(option.value) ? <span className="truncate"> · {summaries.get(option.value)}</span> : null}
        </span>
      )}
    />
  );
}
