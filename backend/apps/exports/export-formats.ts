import { Buffer } from 'node:buffer';
import { csvCell } from '../../../components/_shared/csv.ts';
import type { Row } from '../../../components/table/rows.ts';
import { fieldValue } from '../../../components/table/values.ts';
import type { BeginExport } from './exports.contract.ts';
import { sheetRows, workbookPieces } from './xlsx-file.ts';

type Columns = BeginExport['columns'];
type Pieces = AsyncIterable<string>;

/** A kind of file of rows. Each page is written as text when it comes; the file is put together from these texts while it is read. */
export type ExportFormat = {
  readonly type: string;
  /** More rows than that do not fit into such a file. */
  readonly mostRows: number;
  readonly mostBytes: number;
  /** `before` rows stand in the file already. */
  page(rows: readonly Row[], columns: Columns, before: number): string;
  file(pages: Pieces, columns: Columns): AsyncIterable<string | Uint8Array>;
};

/** More than that is no file that somebody opens. */
const most = { mostRows: 5_000_000, mostBytes: Number.POSITIVE_INFINITY };
const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\r\n`).join('');

/** Rows as comma-separated values. The first line has the mark by which spreadsheets know the encoding, and the titles. */
const csv: ExportFormat = {
  type: 'text/csv; charset=utf-8',
  ...most,
  page: (rows, columns, before) =>
    lines([
      ...(before === 0 ? [`\ufeff${columns.map(({ title }) => csvCell(title)).join(',')}`] : []),
      ...rows.map((row) => columns.map(({ field }) => csvCell(fieldValue(row, field))).join(',')),
    ]),
  file: (pages) => pages,
};

/** One row as JSON in each line, with what the row holds and not how it is shown. */
const jsonl: ExportFormat = {
  type: 'application/jsonl; charset=utf-8',
  ...most,
  page: (rows, columns) =>
    rows.map((row) => `${JSON.stringify(Object.fromEntries(columns.map(({ field }) => [field, fieldValue(row, field) ?? null])))}\n`).join(''),
  file: (pages) => pages,
};

const xlsx: ExportFormat = {
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  // A sheet has 1,048,576 lines, of which one has the titles.
  mostRows: 1_048_575,
  // What every program that opens workbooks still reads.
  mostBytes: 4_000_000_000,
  page: (rows, columns, before) =>
    sheetRows(
      rows.map((row) => columns.map(({ field }) => fieldValue(row, field))),
      before + 2,
    ),
  file: (pages, columns) =>
    workbookPieces(
      columns.map(({ title }) => title),
      pages,
    ),
};

/** All kinds of files, by their ending. */
export const exportFormats: Readonly<Record<BeginExport['format'], ExportFormat>> = { csv, jsonl, xlsx };

/** Bytes of a page as it is stored. */
export const byteCount = (text: string): number => Buffer.byteLength(text);
