import type { AppNode } from '../../../backend/apps/app.contract.ts';
import type { ComponentDefinition } from '../../../components/component.ts';
import type { Methods, ScopeNames } from '../../../components/view.ts';
import { defaultsOf, fittingProp, initialState } from './component-facts.ts';
import type { Expressions } from './expressions.ts';
import { isSame, type SignalStore } from './signal-store.ts';
import type { Signal } from '../../../backend/apps/core/signals.ts';

/** What an instance needs of the page that it is on. */
export type InstanceHost = {
  readonly signals: SignalStore;
  /** Of the document as it is now. */
  expressions(): Expressions;
  /** The signal behind a read of an expression. */
  signalOf(root: string, key: string | null): Signal;
  /** The value of a name where the instance is. */
  valueOf(root: string, names: ScopeNames): unknown;
  /** Called when something could not be computed before the engine is there. */
  awaitEngine(): void;
};

/** What a view draws. */
export type InstanceView = {
  readonly props: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
  readonly problem: string | null;
};

/** The props that all components have, for what is drawn around a component. */
export type InstanceLooks = { readonly isHidden: boolean; readonly isDisabled: boolean; readonly isLoading: boolean; readonly tooltip: unknown };

const looksOf = (props: Readonly<Record<string, unknown>>): InstanceLooks => ({
  isHidden: props['hidden'] === true,
  isDisabled: props['disabled'] === true,
  isLoading: props['loading'] === true,
  tooltip: props['tooltip'],
});

/** Methods of all components that speak louder than a prop. */
const overriding: Readonly<Record<string, string>> = { set_hidden: 'hidden', set_disabled: 'disabled', set_loading: 'loading' };

/**
 * A component as it stands on a page that is open: its computed props and its state. Each prop follows what its expressions read, and is computed anew
 * only when that changes. In a list there is one for each item, told apart by `key`; only the one without a key can be read by others.
 */
export class Instance {
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[] = [];
  private readonly dirty = new Set<string>();
  private readonly methods = new Map<string, (...args: never[]) => unknown>();
  private readonly problems = new Map<string, string>();
  /** What handlers said over the props of all components, until they take it back. */
  private readonly overrides = new Map<string, boolean>();
  private computed: Record<string, unknown>;
  private view: InstanceView;
  private shown: InstanceLooks;

  constructor(
    private current: AppNode,
    readonly definition: ComponentDefinition,
    readonly key: string,
    private names: ScopeNames,
    private readonly host: InstanceHost,
    kept: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.computed = { ...defaultsOf(definition) };
    for (const [name, value] of Object.entries(current.props)) {
      this.compute(name);
      const reads = host.expressions().readsOf(value);
      if (reads.length > 0)
        this.stops.push(
          host.signals.follow(
            reads.map(([root, key]) => host.signalOf(root, key)),
            () => this.recomputeSoon(name),
          ),
        );
    }
    const state = kept ?? initialState(definition, this.computed);
    this.view = { props: this.computed, state, problem: this.firstProblem() };
    this.shown = looksOf(this.computed);
    this.publish(state, {});
  }

  get node(): AppNode {
    return this.current;
  }

  /** Takes a component that was edited, if what is computed of it stays the same; otherwise a new instance is needed. */
  adopt(node: AppNode): boolean {
    if (node.type !== this.current.type || node.props !== this.current.props) return false;
    this.current = node;
    return true;
  }

  read(): InstanceView {
    return this.view;
  }

  /** The same object until one of them changes, so that what only draws these is not drawn anew with every value. */
  looks(): InstanceLooks {
    return this.shown;
  }

  follow(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Other names around it, such as the item of a list that has changed. */
  setNames(names: ScopeNames): void {
    if (isSame(names, this.names)) return;
    this.names = names;
    for (const [name, value] of Object.entries(this.node.props)) if (this.host.expressions().readsOf(value).length > 0) this.dirty.add(name);
    this.update();
  }

  scopeNames(): ScopeNames {
    return this.names;
  }

  expose(change: Readonly<Record<string, unknown>>): void {
    const { state } = this.view;
    if (Object.entries(change).every(([field, value]) => isSame(state[field], value))) return;
    const next = { ...state, ...change };
    this.view = { ...this.view, state: next };
    this.publish(next, state);
    this.tell();
  }

  setMethods(methods: Methods): () => void {
    for (const [name, method] of Object.entries(methods)) this.methods.set(name, method);
    return () => {
      for (const [name, method] of Object.entries(methods)) if (this.methods.get(name) === method) this.methods.delete(name);
    };
  }

  call(method: string, args: readonly unknown[]): unknown {
    const prop = overriding[method];
    if (prop === undefined) return this.methods.get(method)?.(...(args as never[]));
    if (typeof args[0] === 'boolean') this.overrides.set(prop, args[0]);
    else this.overrides.delete(prop);
    this.recompute(prop);
    return undefined;
  }

  /** What could not be computed without the engine is computed now. */
  retry(): void {
    for (const [name, value] of Object.entries(this.node.props))
      if (this.host.expressions().readsOf(value).length > 0 || this.problems.has(name)) this.dirty.add(name);
    this.update();
  }

  dispose(): void {
    for (const stop of this.stops) stop();
    this.dirty.clear();
    this.listeners.clear();
  }

  /** Once for all of its props, after everybody was told what has changed. */
  private recomputeSoon(name: string): void {
    this.dirty.add(name);
    this.host.signals.afterwards(this.update);
  }

  private recompute(name: string): void {
    this.dirty.add(name);
    this.update();
  }

  private readonly update = (): void => {
    if (this.dirty.size === 0) return;
    const before = this.computed;
    this.computed = { ...before };
    for (const name of this.dirty) this.compute(name);
    // An expression over a row or item looks the same as before; what it comes to may differ, and the view computes it.
    const known = new Set(Object.keys(this.names));
    const hasOther = [...this.dirty].some((name) => this.host.expressions().hasPerPlace(this.node.props[name], known));
    this.dirty.clear();
    const problem = this.firstProblem();
    if (!hasOther && problem === this.view.problem && isSame(before, this.computed)) {
      this.computed = before;
      return;
    }
    const { state: old } = this.view;
    const state = {
      ...old,
      is_visible: this.computed['hidden'] !== true,
      is_disabled: this.computed['disabled'] === true,
      is_loading: this.computed['loading'] === true,
    };
    this.view = { props: this.computed, state, problem };
    const looks = looksOf(this.computed);
    if (!isSame(looks, this.shown)) this.shown = looks;
    this.publish(state, old);
    this.tell();
  };

  private compute(name: string): void {
    const { value, isPending, problem } = this.host
      .expressions()
      .compute(this.node.props[name], (root) => this.host.valueOf(root, this.names), new Set(Object.keys(this.names)));
    if (isPending) this.host.awaitEngine();
    const fitting = fittingProp(this.definition, name, isPending || problem !== null ? undefined : value);
    this.computed[name] = this.overrides.get(name) ?? fitting.value;
    const found = problem ?? fitting.problem;
    if (found === null) this.problems.delete(name);
    else this.problems.set(name, found);
  }

  private firstProblem(): string | null {
    return this.problems.values().next().value ?? null;
  }

  /** Others read only what stands once on the page. */
  private publish(state: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>): void {
    if (this.key !== '') return;
    const { signals } = this.host;
    signals.set(`states:${this.node.id}`, state);
    for (const [field, value] of Object.entries(state))
      if (value !== before[field] || !signals.has(`state:${this.node.id}.${field}`)) signals.set(`state:${this.node.id}.${field}`, value);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
