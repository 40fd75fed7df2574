import type { AppAction, AppDocument, AppNode, AppStep } from '../../../../backend/apps/app.contract.ts';
import type { ComponentCatalog } from '../../../../backend/apps/core/catalog.ts';
import { isExpression, stepsIn } from '../../../../backend/apps/core/expressions.ts';
import { signalGraph, signalName, signalsOf, type Signal } from '../../../../backend/apps/core/signals.ts';
import { indexOf, walk } from '../../../../backend/apps/core/tree.ts';
import { circles } from './circles.ts';

/** Something of an app that follows from something else, or that something follows from. `given`: what comes with the page, such as `params`. */
export type Part = { readonly key: string; readonly kind: 'component' | 'action' | 'variable' | 'given'; readonly id: string; readonly type: string };

/**
 * How one part follows from another. `follows`: by itself, as soon as the other changes. `reads`: an action or handler is given a value when it runs.
 * `does`: an event or outcome of the one runs, opens or sets the other.
 */
export type DependencyKind = 'follows' | 'reads' | 'does';
export type Dependency = {
  readonly from: string;
  readonly to: string;
  readonly kind: DependencyKind;
  readonly reasons: readonly string[];
  /** The two follow from each other for ever. */
  readonly isCircle: boolean;
};

/** What follows from what on a page, and how many of its components stand alone. */
export type DependencyGraph = { readonly parts: readonly Part[]; readonly dependencies: readonly Dependency[]; readonly alone: number };

/** Names that only some places have; what they are comes from the component around them. */
const localNames: ReadonlySet<Signal> = new Set(['row', 'item', 'index', 'value', 'event', 'result', 'error']);

/** Reads off the document what follows from what on a page: what its components read, what its actions are given, and what its events do. */
export function dependencyGraph(document: AppDocument, page: string, catalog: ComponentCatalog): DependencyGraph {
  const collector = new Collector(document, catalog);
  const nodes = [...walk(document)].filter((located) => located.page.id === page).map(({ node }) => node);
  for (const node of nodes) collector.component(node);
  for (const action of document.actions) collector.action(action);
  for (const variable of document.variables) collector.values(variable.initial, `variable:${variable.id}`, 'follows', `vars.${variable.id}`);
  const own = new Set(nodes.map(({ id }) => `component:${id}`));
  const reached = reachedFrom(own, collector.dependencies());
  const dependencies = collector.dependencies().filter(({ from, to }) => reached.has(from) && reached.has(to));
  const drawn = new Set(dependencies.flatMap(({ from, to }) => [from, to]));
  return { parts: [...drawn].map((key) => partOf(document, key)), dependencies, alone: [...own].filter((key) => !drawn.has(key)).length };
}

class Collector {
  private readonly found = new Map<string, { from: string; to: string; kind: DependencyKind; reasons: Set<string>; isCircle: boolean }>();
  private readonly inCircle: (from: Signal, to: Signal) => boolean;

  constructor(
    private readonly document: AppDocument,
    private readonly catalog: ComponentCatalog,
  ) {
    this.inCircle = circles(signalGraph(document, catalog).sources);
  }

  dependencies(): Dependency[] {
    return [...this.found.values()].map((dependency) => ({ ...dependency, reasons: [...dependency.reasons] }));
  }

  component(node: AppNode): void {
    const to = `component:${node.id}`;
    for (const [prop, value] of Object.entries(node.props)) this.values(value, to, 'follows', `${node.id}.${prop}`, `prop:${node.id}.${prop}`);
    for (const [prop, value] of Object.entries(node.props))
      for (const action of this.namedIn(value)) this.add(to, `action:${action}`, 'does', `${node.id}.${prop} uses ${action}`, false);
    for (const [event, steps] of Object.entries(node.on ?? {})) this.steps(steps, to, `${event} of ${node.id}`);
  }

  action(action: AppAction): void {
    const to = `action:${action.id}`;
    const isWatching = action.trigger === 'on_change';
    const watched = (action.of ?? []).map((expr) => ({ expr }));
    if (isWatching) this.values(watched, to, 'follows', action.id, to);
    this.values(action.args, to, isWatching && action.of === undefined ? 'follows' : 'reads', action.id, to);
    this.values([action.transform, action.confirm], to, 'reads', action.id);
    this.steps(action.on_success ?? [], to, `${action.id} worked`);
    this.steps(action.on_error ?? [], to, `${action.id} failed`);
  }

  /** What the expressions in a value read. `signal`: what of the part follows from it. */
  values(value: unknown, to: string, kind: DependencyKind, place: string, signal?: Signal): void {
    for (const source of signalsOf(this.document, value, this.catalog)) {
      if (localNames.has(source)) continue;
      const isCircle = signal !== undefined && this.inCircle(source, signal);
      this.add(keyOf(source), to, kind, `${place} ${kind === 'follows' ? 'follows' : 'is given'} ${signalName(source)}`, isCircle);
    }
  }

  /** Actions that a value names, such as the one that brings a table its rows. */
  private namedIn(value: unknown): string[] {
    if (typeof value === 'string') return this.document.actions.some(({ id }) => id === value) ? [value] : [];
    return typeof value === 'object' && value !== null && !isExpression(value) ? Object.values(value).flatMap((inner) => this.namedIn(inner)) : [];
  }

  private steps(steps: readonly AppStep[], from: string, because: string): void {
    for (const step of stepsIn(steps)) {
      const [to, words] = aimOf(step);
      if (to !== null) this.add(from, to, 'does', `${because}: ${words}`, false);
      this.values(ownValues(step), to ?? from, 'reads', because);
    }
  }

  private add(from: string, to: string, kind: DependencyKind, reason: string, isCircle: boolean): void {
    if (from === to && !isCircle) return;
    const id = `${from} ${kind} ${to}`;
    const known = this.found.get(id) ?? { from, to, kind, reasons: new Set<string>(), isCircle: false };
    known.reasons.add(reason);
    known.isCircle ||= isCircle;
    this.found.set(id, known);
  }
}

/** What a step does something to, in words. */
function aimOf(step: AppStep): [key: string | null, words: string] {
  switch (step.do) {
    case 'run':
      return [`action:${step.action}`, `runs ${step.action}`];
    case 'set':
      return [`variable:${step.variable}`, `sets vars.${step.variable}`];
    case 'open':
    case 'close':
      return [`component:${step.component}`, `${step.do}s ${step.component}`];
    case 'call':
      return [`component:${step.component}`, `calls ${step.method} of ${step.component}`];
    case 'validate':
      return [`component:${step.component}`, `checks ${step.component}`];
    default:
      return [null, ''];
  }
}

/** The values of a step, without those of the steps in it. */
function ownValues(step: AppStep): unknown {
  if (step.do === 'run') return step.args;
  return step.do === 'if' ? { expr: step.when } : step;
}

/** The part behind a signal: `state:ordersTable.rows` is the component `ordersTable`. */
function keyOf(signal: Signal): string {
  const [kind, name = ''] = signal.split(':');
  if (kind === 'prop' || kind === 'state') return `component:${name.split('.')[0] ?? ''}`;
  return kind === 'action' || kind === 'variable' ? signal : `given:${signal}`;
}

function partOf(document: AppDocument, key: string): Part {
  const [kind, id] = [key.slice(0, key.indexOf(':')) as Part['kind'], key.slice(key.indexOf(':') + 1)];
  const run = kind === 'action' ? document.actions.find((action) => action.id === id)?.run.kind : undefined;
  return { key, kind, id, type: indexOf(document).get(id)?.node.type ?? run ?? kind };
}

/** The parts of a page and all that hangs together with them, but not the components of other pages. */
function reachedFrom(own: ReadonlySet<string>, dependencies: readonly Dependency[]): ReadonlySet<string> {
  const reached = new Set(own);
  const mayPass = (key: string): boolean => !key.startsWith('component:') && !key.startsWith('given:');
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { from, to } of dependencies) {
      if (reached.has(from) && !from.startsWith('given:') && mayPass(to)) reached.add(to);
      if (reached.has(to) && (mayPass(from) || from.startsWith('given:'))) reached.add(from);
    }
  }
  return reached;
}

/** What a part follows from and what follows from it, however far away. */
export function aroundPart({ dependencies }: DependencyGraph, key: string): { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> } {
  const reach = (next: (dependency: Dependency) => readonly [from: string, to: string]): ReadonlySet<string> => {
    const found = new Set<string>();
    const waiting = [key];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const dependency of dependencies) {
        const [from, to] = next(dependency);
        if (from !== at || found.has(to)) continue;
        found.add(to);
        waiting.push(to);
      }
    }
    return found;
  };
  return { before: reach(({ from, to }) => [to, from]), after: reach(({ from, to }) => [from, to]) };
}
