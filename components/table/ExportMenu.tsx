import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { csvOf, jsonOf } from './export-rows.ts';
import type { AllRows } from './useAllRows.ts';
import type { Table } from './useTable.ts';

const kinds = [
  { format: 'csv', title: 'As CSV' },
  { format: 'xlsx', title: 'As an Excel workbook' },
  { format: 'jsonl', title: 'As JSON, line by line' },
] as const;

/** Rows as a file: those that are here at once, all that match by the server, which may take a while. */
export function ExportMenu({ table, allRows }: { table: Table; allRows: AllRows }): ReactNode {
  const { view, arranged, shown, valueOf, isServer, total } = table;
  const { host, props, id, isEditing } = view;
  const name = (props.label === '' ? id : props.label).replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').toLowerCase();
  const what = isServer ? 'Rows of this page' : `${arranged.length === 1 ? 'One row' : `${arranged.length} rows`}`;
  return (
    <Menu withinPortal>
      <Menu.Target>
        <ActionIcon aria-label="Export" title="Export" disabled={arranged.length === 0}>
          <IconDownload />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{what}</Menu.Label>
        <Menu.Item onClick={() => host.download(`${name}.csv`, `\ufeff${csvOf(arranged, shown, valueOf)}`, 'text/csv')}>As CSV</Menu.Item>
        <Menu.Item onClick={() => host.download(`${name}.json`, jsonOf(arranged, shown, valueOf), 'application/json')}>As JSON</Menu.Item>
        {isServer && host.exports && (
          <>
            <Menu.Label>{total === null ? 'All rows that match' : `All ${total.toLocaleString(host.locale)} rows that match`}</Menu.Label>
            {kinds.map(({ format, title }) => (
              <Menu.Item key={format} disabled={isEditing || allRows.isRunning} onClick={() => allRows.begin(name, format)}>
                {title}, made by the server
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
