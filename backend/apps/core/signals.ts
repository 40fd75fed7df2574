import type { AppAction, AppDocument, AppNode } from '../app.contract.ts';
import type { ComponentCatalog } from './catalog.ts';
import { expressionsIn, parseIn } from './expressions.ts';
import { walk } from './tree.ts';

/**
 * A value that others may follow from. `prop:<component>.<prop>`, `state:<component>.<field>`, `action:<id>`, `variable:<id>`, or a name of the
 * page itself (`params`, `user`). Fields of state are apart, so that a table whose rows read a filter and a filter whose options read the
 * table are no circle unless they really are one.
 */
export type Signal = string;

/** What follows from what, without a person doing anything. */
export type SignalGraph = {
  /** For each signal those that it follows from. */
  readonly sources: ReadonlyMap<Signal, readonly Signal[]>;
};

/** Reads the graph of an app off its document. What an action started by hand gives follows from nothing: it changes by an event. */
export function signalGraph(document: AppDocument, catalog: ComponentCatalog): SignalGraph {
  const sources = new Map<Signal, readonly Signal[]>();
  const follow = (value: unknown): Signal[] => signalsOf(document, value, catalog);
  for (const variable of document.variables) sources.set(`variable:${variable.id}`, follow(variable.initial));
  for (const action of document.actions) if (action.trigger === 'on_change') sources.set(`action:${action.id}`, actionSources(document, action, catalog));
  for (const { node } of walk(document)) {
    for (const [prop, value] of Object.entries(node.props)) sources.set(`prop:${node.id}.${prop}`, follow(value));
    for (const [field, props] of derivedFields(node, catalog))
      sources.set(
        `state:${node.id}.${field}`,
        props.map((prop) => `prop:${node.id}.${prop}`),
      );
  }
  return { sources };
}

/** Signals that the expressions in a value read. */
export function signalsOf(document: AppDocument, value: unknown, catalog: ComponentCatalog): Signal[] {
  const found = new Set<Signal>();
  for (const { expr } of expressionsIn(value)) {
    for (const { root, path } of parseIn(document, expr).references) for (const signal of signalsAt(document, root, path, catalog)) found.add(signal);
  }
  return [...found];
}

/** What an action that runs on change is started by: what it says, or all that its arguments read. */
function actionSources(document: AppDocument, action: AppAction, catalog: ComponentCatalog): Signal[] {
  if (action.of === undefined) return signalsOf(document, action.args, catalog);
  const watched = action.of.map((expr) => ({ expr }));
  return [...new Set([...signalsOf(document, watched, catalog), ...signalsOf(document, action.args, catalog)])];
}

function signalsAt(document: AppDocument, root: string, path: readonly (string | number)[], catalog: ComponentCatalog): Signal[] {
  if (root === 'vars') return path[0] === undefined ? document.variables.map(({ id }) => `variable:${id}`) : [`variable:${String(path[0])}`];
  if (document.actions.some(({ id }) => id === root)) return [`action:${root}`];
  const node = nodeOf(document, root);
  if (!node) return [root];
  if (path[0] !== undefined) return [`state:${root}.${String(path[0])}`];
  return Object.keys(catalog.get(node.type)?.state.shape ?? {}).map((field) => `state:${root}.${field}`);
}

const nodes = new WeakMap<AppDocument, ReadonlyMap<string, AppNode>>();
function nodeOf(document: AppDocument, id: string): AppNode | undefined {
  const known = nodes.get(document) ?? new Map([...walk(document)].map(({ node }) => [node.id, node]));
  nodes.set(document, known);
  return known.get(id);
}

/** Props that decide on the state which every component has. */
const commonDerived: readonly (readonly [string, readonly string[]])[] = [
  ['is_visible', ['hidden']],
  ['is_disabled', ['disabled']],
  ['is_loading', ['loading']],
];

function derivedFields(node: AppNode, catalog: ComponentCatalog): (readonly [string, readonly string[]])[] {
  const derived = Object.entries(catalog.get(node.type)?.derived ?? {}).map(([field, props]) => [field, props ?? []] as const);
  return [...commonDerived, ...derived].map(([field, props]) => [field, props.filter((prop) => Object.hasOwn(node.props, prop))] as const);
}

/** A circle of signals that would follow from each other for ever, in its order and closed; `null` where there is none. */
export function findCycle({ sources }: SignalGraph): readonly Signal[] | null {
  const done = new Set<Signal>();
  const path: Signal[] = [];
  const onPath = new Set<Signal>();
  const visit = (signal: Signal): readonly Signal[] | null => {
    if (onPath.has(signal)) return [...path.slice(path.indexOf(signal)), signal];
    if (done.has(signal)) return null;
    path.push(signal);
    onPath.add(signal);
    for (const source of sources.get(signal) ?? []) {
      const cycle = visit(source);
      if (cycle) return cycle;
    }
    path.pop();
    onPath.delete(signal);
    done.add(signal);
    return null;
  };
  for (const signal of sources.keys()) {
    const cycle = visit(signal);
    if (cycle) return cycle;
  }
  return null;
}

/** A signal in the words of the person who edits: `ordersTable.rows`. */
export const signalName = (signal: Signal): string => signal.replace(/^(?:prop|state|action):/, '').replace(/^variable:/, 'vars.');
