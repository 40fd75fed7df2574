import { useEffect, useMemo, useState } from 'react';
import type { AppDocument } from '../../../../backend/apps/app.contract.ts';
import { scopeSchemas } from '../../../../backend/apps/core/check.ts';
import { indexOf, walk } from '../../../../backend/apps/core/tree.ts';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { commonState } from '../../../../components/component.ts';
import { catalog } from '../../../../components/definitions.ts';
import { rootsOf } from '../../../flows/editor/inputs/connect-tree.ts';
import type { StepScope } from '../../../flows/editor/inputs/useScope.ts';
import type { PageRuntime } from '../../runtime/page-runtime.ts';
import { useCanvasRuntime, useEditor } from '../editor-context.ts';

/** Names that only some places have: a row, an item of a list, what an event brought. */
export type PlaceName = 'row' | 'item' | 'index' | 'value' | 'event' | 'result' | 'error';
const placeNames: ReadonlySet<string> = new Set<PlaceName>(['row', 'item', 'index', 'value', 'event', 'result', 'error']);

const lookEveryMs = 1000;

/** What an expression on the page that is edited can read, with its types and with what it is now on the canvas. */
export function usePageScope(extra: readonly PlaceName[]): StepScope {
  const runtime = useCanvasRuntime();
  const document = useEditor(({ session }) => session.document);
  const page = useEditor((editor) => editor.page);
  const extraKey = extra.join(' ');
  const schemas = useMemo(() => schemasAt(document, page, new Set(extraKey.split(' '))), [document, page, extraKey]);
  const values = useLiveValues(runtime, document, page);
  return useMemo(() => ({ schemas, values, roots: rootsOf(withoutTexts(schemas), values, new Map()), hasLookups: false }), [schemas, values]);
}

/** Texts are called and not picked. */
const withoutTexts = ({ t: _texts, ...schemas }: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> => schemas;

/** The schemas in scope: everything of the app, without components of other pages and without names that this place does not have. */
export function schemasAt(document: AppDocument, page: string, extra: ReadonlySet<string>): Readonly<Record<string, JsonSchema>> {
  const index = indexOf(document);
  const all = Object.entries(scopeSchemas(document, { catalog, runnable: () => null }));
  const isHere = ([name]: [string, JsonSchema]): boolean => (placeNames.has(name) ? extra.has(name) : (index.get(name)?.page.id ?? page) === page);
  const rank = ([name]: [string, JsonSchema]): number =>
    index.has(name) ? (hasOwnState(index.get(name)?.node.type) ? 1 : 4) : document.actions.some(({ id }) => id === name) ? 2 : placeNames.has(name) ? 0 : 3;
  const ordered = all.filter(isHere).toSorted((left, right) => rank(left) - rank(right));
  return Object.fromEntries(ordered.map(([name, schema]) => [name, ownFirst(schema)]));
}

/** Whether a component exposes more than every component does. */
const hasOwnState = (type: string | undefined): boolean => Object.keys(catalog.get(type ?? '')?.state.shape ?? {}).some((field) => !(field in commonState));

/** What every component exposes comes last: it is rarely what one looks for. */
function ownFirst(schema: JsonSchema): JsonSchema {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return schema;
  return { ...schema, properties: Object.fromEntries(fields.toSorted(([left], [right]) => Number(left in commonState) - Number(right in commonState))) };
}

/** Names that the places around a component add for what is inside of them. */
export function namesAround(document: AppDocument, id: string): PlaceName[] {
  const index = indexOf(document);
  const names: PlaceName[] = [];
  for (let parent = index.get(id)?.parent; parent && 'node' in parent; parent = index.get(parent.node)?.parent) {
    const { slots, slotsOf } = catalog.get(index.get(parent.node)?.node.type ?? '') ?? {};
    names.push(...((slots?.[parent.slot] ?? slotsOf?.each)?.names ?? []));
  }
  return [...new Set(names)];
}

function useLiveValues(runtime: PageRuntime | null, document: AppDocument, page: string): Readonly<Record<string, unknown>> {
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  useEffect(() => {
    if (!runtime) return undefined;
    const look = (): void => {
      const next = liveValues(runtime, document, page);
      setValues((before) => (isUnchanged(before, next) ? before : next));
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [runtime, document, page]);
  return values;
}

/** What everything on a page is now, by the names that expressions use. */
export function liveValues(runtime: PageRuntime, document: AppDocument, page: string): Readonly<Record<string, unknown>> {
  const components = [...walk(document)].filter((located) => located.page.id === page).map(({ node }) => [node.id, runtime.signals.get(`states:${node.id}`)]);
  const actions = document.actions.map(({ id }) => [id, runtime.actionState(id)]);
  const others = {
    vars: runtime.signals.get('variables'),
    params: runtime.signals.get('params'),
    user: runtime.signals.get('user'),
    app: runtime.signals.get('app'),
  };
  return { ...Object.fromEntries([...components, ...actions]), ...others };
}

/** Values of the page are never changed in place, so that the same object is the same value. */
const isUnchanged = (before: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(before).length === Object.keys(next).length && Object.entries(next).every(([name, value]) => Object.is(before[name], value));
