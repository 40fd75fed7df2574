import type { AppAction, AppDocument, AppNode, AppValue } from '../../backend/apps/app.contract.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import { emptyDocument } from '../../backend/apps/core/empty.ts';
import { expressionsIn } from '../../backend/apps/core/expressions.ts';
import { columnsOf } from './builder/inspector/columns-of.ts';

/** A run that ended well: what ran, with what, and what it gave. */
export type ResultSource = {
  readonly kind: 'script' | 'flow';
  readonly path: string;
  readonly title: string;
  readonly args: JsonObject;
  readonly result: unknown;
};

/**
 * An app that shows what a run gave: a table for rows, fields for one record, JSON for the rest. It runs the same with the same arguments when it
 * opens, and again by a button, so that it shows what is true now and not what was.
 */
export function appFromResult({ kind, path, title, args, result }: ResultSource): AppDocument {
  const action: AppAction = { id: 'load', title, run: { kind, path }, args: fixed(args), trigger: 'on_load', run_as: 'viewer' };
  const heading: AppNode = { id: 'heading', type: 'text', props: { content: title, size: 'heading' }, layout: { base: { x: 0, y: 0, w: 9, h: 'auto' } } };
  const again: AppNode = {
    id: 'reloadButton',
    type: 'button',
    props: { text: 'Load again', shows_progress_of: 'load' },
    on: { click: [{ do: 'run', action: 'load' }] },
    layout: { base: { x: 9, y: 0, w: 3, h: 'auto' } },
  };
  const problem: AppNode = {
    id: 'problem',
    type: 'alert',
    props: { tone: 'danger', title: 'It did not work', body: { expr: "load.error?.message ?? ''" }, hidden: { expr: "load.status !== 'error'" } },
    layout: { base: { x: 0, y: 6, w: 12, h: 'auto' } },
  };
  return {
    ...emptyDocument,
    actions: [action],
    pages: [{ id: 'home', title, params: [], is_in_navigation: true, body: { flow: 'grid', children: [heading, again, problem, view(result)] } }],
  };
}

/** Arguments that would mean an expression in an app are left out: the builder asks for them. */
const fixed = (args: JsonObject): AppAction['args'] =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => expressionsIn(value).next().done === true)) as AppAction['args'];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function view(result: unknown): AppNode {
  const loading: AppValue = { expr: 'load.is_running' };
  if (Array.isArray(result) && result.length > 0 && result.every(isRecord)) {
    const [first] = result;
    const keys = Object.keys(first ?? {});
    const key = keys.find((name) => new Set(result.map((row) => row[name])).size === result.length && ['string', 'number'].includes(typeof first?.[name]));
    return {
      id: 'resultTable',
      type: 'table',
      props: {
        label: 'Result',
        rows: { expr: 'load.data' },
        loading,
        ...(key === undefined ? {} : { row_key: key }),
        columns: columnsOf(result, undefined) ?? [],
      },
      layout: { base: { x: 0, y: 14, w: 12, h: 70 } },
    };
  }
  const layout = { base: { x: 0, y: 14, w: 12, h: 'auto' as const } };
  if (isRecord(result)) return { id: 'resultFields', type: 'key_value', props: { label: 'Result', record: { expr: 'load.data' }, loading }, layout };
  return { id: 'resultView', type: 'json_view', props: { label: 'Result', value: { expr: 'load.data' }, loading }, layout };
}
