import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { runPreview } from '../../runs/runs.api.ts';
import { putScript } from '../../scripts/scripts.api.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDialog } from '../../ui/FormParts.tsx';
import { PathField } from '../../ui/PathField.tsx';
import { splitPath } from '../../ui/item-path.ts';
import { useApiForm } from '../../ui/useApiForm.ts';
import { beginAppDraft } from '../apps.api.ts';
import { waitForJob } from '../viewer/viewer.api.ts';
import { titleOf } from '../builder/inspector/columns-of.ts';
import { appFromTable } from './app-from-table.ts';
import { TableFacts, tablesSql } from './table-facts.ts';
import { keyOf, rowsScript, saveScript } from './table-scripts.ts';

type Props = { resource: string; onClose: () => void };

const nameOf = ({ schema, name }: TableFacts): string => (schema === 'public' ? name : `${schema}.${name}`);

/** Makes an app over a table of a database: a script that gives its rows, one that saves what is edited, and the builder opens on the app. */
export function MakeTableAppDialog({ resource, onClose }: Props): ReactNode {
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const tables = useTables(workspace, resource);
  const folder = resource.split('/').slice(0, 2).join('/');
  const form = useApiForm({
    initial: { table: '', summary: '', path: `${folder}/` },
    labels: { table: 'Table', summary: 'Name', path: 'Path' },
    checks: {
      table: ({ table }) => (table === '' ? 'Choose a table' : null),
      path: ({ path }) => (splitPath(path).name === '' ? 'Give it a name in its folder' : null),
    },
    submit: async ({ table, summary, path }) => {
      const found = tables.data?.find((candidate) => nameOf(candidate) === table);
      if (!found) return;
      await makeApp(workspace, resource, found, { summary, path });
      await navigate({ to: '/w/$workspace/apps/edit/$', params: { workspace, _splat: path } });
    },
  });
  const chosen = tables.data?.find((candidate) => nameOf(candidate) === form.values.table);
  const choose = (table: string): void => {
    const [, plain = table] = /([^.]+)$/.exec(table) ?? [];
    form.set('table', table);
    form.set('summary', titleOf(plain));
    form.set('path', `${folder}/${plain.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_')}`);
  };
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="App of a table"
      description={`Search, edit, add and delete rows of a table in ${resource}.`}
      form={form}
      submitLabel="Build app"
    >
      {tables.error && <ErrorNotice error={tables.error} title="The tables could not be read." onRetry={() => void tables.refetch()} />}
      <Select
        label="Table"
        placeholder={tables.isPending ? 'Looking for tables …' : 'Choose a table'}
        data={(tables.data ?? []).map(nameOf)}
        value={form.values.table === '' ? null : form.values.table}
        onChange={(table) => choose(table ?? '')}
        error={form.errorOf('table')}
        description={chosen && keyOf(chosen) === null ? 'It has no primary key of one column: its rows can be looked at, and not edited.' : undefined}
        nothingFoundMessage="No table has this name"
        searchable
        data-autofocus
      />
      <TextInput label="Name" {...form.text('summary')} />
      <PathField value={form.values.path} onChange={(path) => form.set('path', path)} error={form.errorOf('path')} id={form.idOf('path')} />
    </FormDialog>
  );
}

/** The tables of a database, asked by a run of the person, with their rights. */
function useTables(workspace: string, resource: string) {
  return useQuery({
    queryKey: [workspace, 'tables', resource],
    queryFn: async ({ signal }) => {
      const job = await runPreview(workspace, { language: 'postgresql', content: tablesSql(resource), args: {}, path: '', settings: {} });
      const end = await waitForJob(workspace, job, signal);
      if (end.status === 'success') return TableFacts.array().parse(end.data);
      throw new Error(end.status === 'error' ? end.error.message : 'The run was cancelled.');
    },
    retry: false,
  });
}

/** The scripts first: an app without them would be full of problems. Neither replaces a script that is there. */
async function makeApp(workspace: string, resource: string, table: TableFacts, { summary, path }: { summary: string; path: string }): Promise<void> {
  const [rows, save] = [`${path}_rows`, `${path}_save`];
  const saving = saveScript(resource, table);
  const title = summary === '' ? titleOf(table.name) : summary;
  const message = `For the app ${path}`;
  await putScript(workspace, rows, {
    language: 'postgresql',
    content: rowsScript(resource, table),
    summary: `${title}: rows`,
    description: '',
    settings: { is_read_only: true },
    message,
    if_version: 0,
  });
  if (saving !== null)
    await putScript(workspace, save, {
      language: 'postgresql',
      content: saving,
      summary: `${title}: save`,
      description: '',
      settings: {},
      message,
      if_version: 0,
    });
  await beginAppDraft(workspace, path, { summary, document: appFromTable(table, { rows, save: saving === null ? null : save }) });
}
