import { NameIsTaken, renameReference, type ReferenceName } from '../../../expressions/core/rename-reference.ts';
import type { AppAction, AppDocument, AppNode, AppStep, AppVariable, Slot } from '../../app.contract.ts';
import { mapExpressions, namesOf } from '../expressions.ts';
import { isIdTaken } from '../ids.ts';
import { indexOf, withNode } from '../tree.ts';
import { CommandRefused, present, type CommandOf, type Perform } from './command.ts';

type Rename = CommandOf<'rename'>;
type Contents = Pick<CommandOf<'rewrite'>, 'nodes' | 'actions' | 'variables'>;

/** Renames a part and, by the syntax tree, everything that refers to it. The way back restores the old texts as they were. */
export const rename: Perform<'rename'> = (document, command) => {
  refuse(document, command);
  const plain = renamed(document, command);
  const back: Rename = { ...command, from: command.to, to: command.from, has_references: false };
  if (!command.has_references) return { document: plain, inverse: back };
  const { next, before } = withReferences(document, plain, command);
  return { document: next, inverse: { do: 'batch', commands: [back, { do: 'rewrite', ...before }] } };
};

/** Gives parts other contents. */
export const rewrite: Perform<'rewrite'> = (document, { nodes, actions, variables }) => {
  const before: Contents = { nodes: {}, actions: {}, variables: {} };
  let next = document;
  for (const [id, contents] of Object.entries(nodes)) {
    before.nodes[id] = contentsOf(present(indexOf(document).get(id), 'component', id).node);
    next = withNode(next, id, ({ on: _handlers, ...node }) => ({ ...node, ...contents }));
  }
  for (const id of Object.keys(actions))
    before.actions[id] = present(
      document.actions.find((action) => action.id === id),
      'action',
      id,
    );
  for (const id of Object.keys(variables))
    before.variables[id] = present(
      document.variables.find((variable) => variable.id === id),
      'variable',
      id,
    );
  next = {
    ...next,
    actions: next.actions.map((action) => actions[action.id] ?? action),
    variables: next.variables.map((variable) => variables[variable.id] ?? variable),
  };
  return { document: next, inverse: { do: 'rewrite', ...before } };
};

function refuse(document: AppDocument, { kind, from, to }: Rename): void {
  const lists = { variable: document.variables, page: document.pages, action: document.actions };
  const ids = kind === 'node' ? indexOf(document) : new Set(lists[kind].map(({ id }) => id));
  if (!ids.has(from)) present(undefined, kind === 'node' ? 'component' : kind, from);
  const isTaken = kind === 'node' || kind === 'action' ? isIdTaken(document, to) : ids.has(to);
  if (isTaken) throw new CommandRefused('app/id_taken', `The name \`${to}\` is taken. Names are unique in the whole app.`);
}

function renamed(document: AppDocument, { kind, from, to }: Rename): AppDocument {
  const inList = <Part extends { id: string }>(parts: readonly Part[]): Part[] => parts.map((part) => (part.id === from ? { ...part, id: to } : part));
  if (kind === 'node') return withNode(document, from, (node) => ({ ...node, id: to }));
  if (kind === 'action') return { ...document, actions: inList(document.actions) };
  if (kind === 'variable') return { ...document, variables: inList(document.variables) };
  return { ...document, pages: inList(document.pages) };
}

/** Writes everything anew that refers to the renamed part; `before` has the old contents of what was changed, under today's ids. */
function withReferences(document: AppDocument, plain: AppDocument, command: Rename): { next: AppDocument; before: Contents } {
  const rewriter = new Rewriter(command, namesOf(document));
  const before: Contents = { nodes: {}, actions: {}, variables: {} };
  const oldIdOf = (kind: Rename['kind'], id: string): string => (kind === command.kind && id === command.to ? command.from : id);
  const actions = plain.actions.map((action): AppAction => {
    const next = rewriter.action(action);
    if (next !== action) {
      const id = oldIdOf('action', action.id);
      before.actions[id] = { ...action, id };
    }
    return next;
  });
  const variables = plain.variables.map((variable): AppVariable => {
    const next = rewriter.values(variable);
    if (next !== variable) {
      const id = oldIdOf('variable', variable.id);
      before.variables[id] = { ...variable, id };
    }
    return next;
  });
  const node = (old: AppNode): AppNode => {
    const { slots, ...own } = old;
    const rewritten = rewriter.node(own);
    if (rewritten !== own) before.nodes[oldIdOf('node', old.id)] = contentsOf(old);
    return slots ? { ...rewritten, slots: Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, inSlot(slot)])) } : rewritten;
  };
  const inSlot = (slot: Slot): Slot => ({ ...slot, children: slot.children.map(node) });
  const pages = plain.pages.map((page) => ({ ...page, body: inSlot(page.body) }));
  return { next: { ...plain, actions, variables, pages }, before };
}

const contentsOf = ({ props, on }: AppNode): Contents['nodes'][string] => ({ props, ...(on ? { on } : {}) });

/** Writes expressions and steps with the new name; gives back the same object where nothing changes. */
class Rewriter {
  private readonly from: ReferenceName | null;

  constructor(
    private readonly command: Rename,
    private readonly names: ReadonlySet<string>,
  ) {
    const { kind, from } = command;
    this.from = kind === 'page' ? null : kind === 'variable' ? { below: 'vars', key: from } : { root: from };
  }

  values<Value>(value: Value): Value {
    return mapExpressions(value, (expr) => this.expression(expr));
  }

  node<Node extends Pick<AppNode, 'on'>>(node: Node): Node {
    const next = this.values(node);
    const on = next.on && mapValues(next.on, (steps) => this.steps(steps));
    return on === next.on ? next : { ...next, on };
  }

  action(action: AppAction): AppAction {
    const next = this.values(action);
    const onSuccess = next.on_success && this.steps(next.on_success);
    const onError = next.on_error && this.steps(next.on_error);
    const of = next.of && mapItems(next.of, (path) => this.expression(path));
    if (onSuccess === next.on_success && onError === next.on_error && of === next.of) return next;
    return { ...next, ...(of ? { of } : {}), ...(onSuccess ? { on_success: onSuccess } : {}), ...(onError ? { on_error: onError } : {}) };
  }

  private steps(steps: AppStep[]): AppStep[] {
    return mapItems(steps, (step) => this.step(step));
  }

  private step(step: AppStep): AppStep {
    const named = this.named(step);
    if (named.do === 'run') {
      const onSuccess = named.on_success && this.steps(named.on_success);
      const onError = named.on_error && this.steps(named.on_error);
      if (onSuccess === named.on_success && onError === named.on_error) return named;
      return { ...named, ...(onSuccess ? { on_success: onSuccess } : {}), ...(onError ? { on_error: onError } : {}) };
    }
    if (named.do === 'if') {
      const onTrue = this.steps(named.on_true);
      const onFalse = named.on_false && this.steps(named.on_false);
      return onTrue === named.on_true && onFalse === named.on_false ? named : { ...named, on_true: onTrue, ...(onFalse ? { on_false: onFalse } : {}) };
    }
    return named;
  }

  /** The ids that stand in a step itself. */
  private named(step: AppStep): AppStep {
    const { kind, from, to } = this.command;
    if (kind === 'action' && step.do === 'run' && step.action === from) return { ...step, action: to };
    if (kind === 'variable' && step.do === 'set' && step.variable === from) return { ...step, variable: to };
    if (kind === 'page' && step.do === 'go' && step.page === from) return { ...step, page: to };
    if (kind === 'node' && 'component' in step && step.component === from) return { ...step, component: to };
    return step;
  }

  private expression(expr: string): string {
    if (!this.from || !expr.includes(this.command.from)) return expr;
    try {
      return renameReference(expr, this.names, this.from, this.command.to);
    } catch (error) {
      if (error instanceof NameIsTaken) throw new CommandRefused('app/name_bound', error.message);
      throw error;
    }
  }
}

function mapItems<Item>(items: Item[], change: (item: Item) => Item): Item[] {
  const next = items.map(change);
  return next.every((item, index) => item === items[index]) ? items : next;
}

function mapValues<Value>(record: Record<string, Value>, change: (value: Value) => Value): Record<string, Value> {
  const next = Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
  return Object.keys(record).every((key) => next[key] === record[key]) ? record : next;
}
