import type { AppAction, AppDocument, AppNode, AppPage, AppStep } from '../../../backend/apps/app.contract.ts';
import { readingOrder } from '../../../backend/apps/core/layout.ts';
import { pagesOfActions } from '../../../backend/apps/core/policy.ts';
import { bestLanguage, languagesOf, textsFor } from '../../../backend/apps/core/texts.ts';
import { walk } from '../../../backend/apps/core/tree.ts';
import type { Signal } from '../../../backend/apps/core/signals.ts';
import type { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import type { ComponentDefinition } from '../../../components/component.ts';
import type { ActionState, ScopeNames } from '../../../components/view.ts';
import { ActionFailed, ActionRunner, idleAction, type ActionPorts } from './actions.ts';
import { Expressions, signalOf } from './expressions.ts';
import { Instance, type InstanceHost } from './instance.ts';
import { SignalStore } from './signal-store.ts';
import { runSteps, type StepPorts } from './steps.ts';

/** A question that an action asks before it runs. */
export type Question = { readonly title: string; readonly body: string; readonly typedWord: string | null };

/** What a page reaches of the browser and the server. */
export type PagePorts = ActionPorts &
  Pick<StepPorts, 'link' | 'toast' | 'copy' | 'download' | 'go'> & {
    ask(question: Question): Promise<boolean>;
    /** The page speaks another language from here on. */
    onLanguage?(language: string): void;
    /** Something ran, and why: for the timeline of the builder. */
    onRan?(entry: { readonly action: string; readonly because: string }): void;
  };

/** What a page begins with. */
export type PageStart = {
  readonly document: AppDocument;
  readonly page: AppPage;
  readonly catalog: ReadonlyMap<string, ComponentDefinition>;
  readonly evaluator: Evaluator;
  readonly ports: PagePorts;
  readonly params: Readonly<Record<string, unknown>>;
  readonly user: Readonly<Record<string, unknown>>;
  readonly app: Readonly<Record<string, unknown>>;
  /** The language that fits the person best; of an app without texts there is none. */
  readonly language?: string | null;
  /** Actions that this person may run; absent: all of them. */
  readonly callable?: readonly string[];
  /** In the builder data is loaded, and nothing that a person would do happens. */
  readonly isEditing?: boolean;
};

/** Changes of inputs that come within this time are one change to the actions that watch them. */
const settleMs = 200;

/**
 * A page of an app that is open: values, who follows them, actions and handlers. Free of React and of the browser; views follow instances, and everything else
 * goes through ports.
 */
export class PageRuntime {
  readonly signals = new SignalStore();
  expressions: Expressions;
  private nodes: ReadonlyMap<string, AppNode>;
  private document: AppDocument;
  private readonly actions = new Map<string, { action: AppAction; runner: ActionRunner }>();
  private readonly instances = new Map<string, Instance>();
  private readonly kept = new Map<string, Readonly<Record<string, unknown>>>();
  private readonly stops: (() => void)[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private engine: Promise<unknown> | null = null;
  private isDisposed = false;
  private language: string | null = null;
  private pages: { of: AppDocument | null; byAction: ReadonlyMap<string, readonly string[]> } = { of: null, byAction: new Map() };

  constructor(private readonly start: PageStart) {
    this.document = start.document;
    this.expressions = this.expressionsOf(start.document);
    this.nodes = this.nodesOf(start.document);
    this.signals.set('params', start.params);
    this.signals.set('user', start.user);
    this.speak(start.language ?? languagesOf(start.document)[0] ?? null);
    for (const action of start.document.actions) this.addAction(action);
    this.signals.set('variables', {});
  }

  /** Makes every component of the page known, sets the variables, and runs what runs when the page opens. */
  async open(): Promise<void> {
    for (const node of this.nodes.values()) this.instance(node, '', {});
    for (const variable of this.start.document.variables) this.setVariable(variable.id, await this.compute(variable.initial, {}));
    this.signals.flush();
    if (this.isDisposed) return;
    for (const { action } of this.actions.values())
      if (action.trigger !== 'manual') void this.runByItself(action, action.trigger === 'on_load' ? 'the page opened' : 'it watches values');
    for (const { action } of this.actions.values()) if (action.trigger === 'on_change') this.watch(action);
  }

  /** Gives all texts in another language of the app; of one that it does not have nothing changes. */
  setLanguage(language: string): void {
    if (!languagesOf(this.document).includes(language)) return;
    this.speak(language);
    this.signals.flush();
    this.start.ports.onLanguage?.(language);
  }

  private speak(language: string | null): void {
    this.language = language;
    this.signals.set('t', language === null ? {} : textsFor(this.document, language));
    this.signals.set('app', { ...this.start.app, language, languages: languagesOf(this.document) });
  }

  /** The page that is open. */
  get page(): string {
    return this.start.page.id;
  }

  /** Pages that people are led to; of an app as this person gets it, those that are theirs to see. */
  pagesInNavigation(): AppPage[] {
    return this.document.pages.filter((page) => page.is_in_navigation);
  }

  go(page: string, params: Readonly<Record<string, unknown>>): void {
    if (this.document.pages.some(({ id }) => id === page)) this.start.ports.go(page, params);
  }

  /**
   * Goes on with a document that was edited: components keep their state, actions their data. What was changed is computed anew; an action that was
   * changed and runs by itself runs again.
   */
  async change(document: AppDocument): Promise<void> {
    const before = this.document;
    this.document = document;
    if (before.strings !== document.strings || before.language !== document.language) this.speak(bestLanguage(document, [this.language]));
    this.nodes = this.nodesOf(document);
    this.expressions = this.expressionsOf(document);
    for (const instance of this.instances.values()) if (!this.nodes.has(instance.node.id)) this.drop(instance);
    for (const node of this.nodes.values()) this.instance(node, '', {});
    const changed = document.actions.filter((action) => !before.actions.includes(action));
    for (const action of changed) this.replaceAction(action);
    for (const variable of document.variables)
      if (!before.variables.includes(variable)) this.setVariable(variable.id, await this.compute(variable.initial, {}));
    for (const instance of this.instances.values()) instance.retry();
    for (const action of changed) if (action.trigger !== 'manual') this.runLater(action, 'it was changed');
  }

  dispose(): void {
    this.isDisposed = true;
    for (const stop of this.stops) stop();
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const { runner } of this.actions.values()) runner.dispose();
    for (const instance of this.instances.values()) instance.dispose();
  }

  /** The instance of a component; those of a list have a key. What it exposed before is still there. */
  instance(node: AppNode, key: string, names: ScopeNames): Instance {
    const id = `${node.id}#${key}`;
    const known = this.instances.get(id);
    if (known && (known.node === node || known.adopt(node))) return known;
    known?.dispose();
    const definition = this.start.catalog.get(node.type);
    if (!definition) throw new Error(`There is no component ${node.type}`);
    const instance = new Instance(node, definition, key, names, this.host, known?.read().state ?? this.kept.get(id));
    this.instances.set(id, instance);
    return instance;
  }

  /** Whether a component stands above the page instead of in it. */
  isOverlay(node: AppNode): boolean {
    return this.start.catalog.get(node.type)?.isOverlay === true;
  }

  /** Takes away the instance of an item that is gone; its state is kept in case it comes back. */
  release(instance: Instance): void {
    const id = `${instance.node.id}#${instance.key}`;
    if (instance.key === '' || this.instances.get(id) !== instance) return;
    this.kept.set(id, instance.read().state);
    this.instances.delete(id);
    instance.dispose();
  }

  /** Checks components and all that is in them, as far as it is drawn. All of them show what is wrong; the first one that is takes the focus. */
  validateIn(nodes: readonly AppNode[], key: string): boolean {
    const [first] = this.invalidIn(nodes, key);
    first?.call('focus', []);
    return first === undefined;
  }

  private invalidIn(nodes: readonly AppNode[], key: string): Instance[] {
    return readingOrder(nodes).flatMap((node) => {
      const instance = this.instances.get(`${node.id}#${key}`);
      if (!instance || instance.read().props['hidden'] === true) return [];
      const own = instance.call('validate', []) === false ? [instance] : [];
      return [...own, ...Object.values(node.slots ?? {}).flatMap(({ children }) => this.invalidIn(children, key))];
    });
  }

  actionState(id: string): ActionState {
    return (this.signals.get(`action:${id}`) as ActionState | undefined) ?? idleAction;
  }

  followAction(id: string, listener: () => void): () => void {
    return this.signals.follow([`action:${id}`], listener);
  }

  /** Runs the handlers of an event of a component. */
  async emit(instance: Instance, event: string, payload: unknown): Promise<void> {
    const steps = instance.node.on?.[event];
    if (!steps || this.start.isEditing === true || this.isDisposed) return;
    await this.perform(steps, { ...instance.scopeNames(), event: payload ?? {} }, `${event} of ${instance.node.id}`);
  }

  /** Runs an action with more arguments over its own; rejects with what a person can read. */
  async runAction(id: string, args: Readonly<Record<string, unknown>>, names: ScopeNames, because: string, isLatestOnly = false): Promise<unknown> {
    const known = this.actions.get(id);
    if (!known) throw new ActionFailed('app/action_not_found', 'You may not run this action.');
    const { action, runner } = known;
    this.start.ports.onRan?.({ action: id, because });
    const own = (await this.compute(action.args, names)) as Record<string, unknown>;
    const result = await runner.run({ ...own, ...args }, isLatestOnly).catch(async (error: unknown) => {
      if (!(error instanceof ActionFailed) || action.on_error === undefined) throw error;
      const { code, message } = error;
      await this.perform(action.on_error, { ...names, error: { code, message } }, `${id} failed`);
      throw new ActionFailed(code, message, true);
    });
    await this.perform(action.on_success ?? [], { ...names, result }, `${id} was done`);
    return result;
  }

  /** What an action would be given now, besides what components hand to it. */
  async argumentsOf(id: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.compute(this.actions.get(id)?.action.args ?? {}, {})) as Readonly<Record<string, unknown>>;
  }

  /** A value with its expressions computed, once the engine is there if one needs it. */
  async compute(value: unknown, names: ScopeNames): Promise<unknown> {
    const compute = () => this.expressions.compute(value, (root) => this.valueOf(root, names), new Set(Object.keys(names)));
    const first = compute();
    if (!first.isPending) return first.value;
    await this.loadEngine();
    return compute().value;
  }

  /** The same at once, for what is drawn: what still needs the engine is left out until it is there. */
  computeNow<Value>(value: Value, names: ScopeNames): Value {
    const { value: computed, isPending } = this.expressions.compute(value, (root) => this.valueOf(root, names), new Set(Object.keys(names)));
    if (isPending) this.awaitEngine();
    return computed as Value;
  }

  private expressionsOf(document: AppDocument): Expressions {
    return new Expressions(document, this.start.evaluator, () => this.start.ports.nowMs());
  }

  private nodesOf(document: AppDocument): ReadonlyMap<string, AppNode> {
    return new Map([...walk(document)].filter(({ page }) => page.id === this.start.page.id).map(({ node }) => [node.id, node]));
  }

  private drop(instance: Instance): void {
    this.instances.delete(`${instance.node.id}#${instance.key}`);
    instance.dispose();
  }

  private replaceAction(action: AppAction): void {
    const state = this.actionState(action.id);
    this.actions.get(action.id)?.runner.dispose();
    this.addAction(action);
    this.signals.set(`action:${action.id}`, { ...state, is_running: false });
    if (action.trigger === 'on_change') this.watch(action);
  }

  private get host(): InstanceHost {
    return {
      signals: this.signals,
      expressions: () => this.expressions,
      signalOf: (root, key) => this.signalOf(root, key),
      valueOf: (root, names) => this.valueOf(root, names),
      awaitEngine: () => this.awaitEngine(),
    };
  }

  private signalOf(root: string, key: string | null): Signal {
    return signalOf({ isAction: (name) => this.actions.has(name), isComponent: (name) => this.nodes.has(name) }, root, key);
  }

  private valueOf(root: string, names: ScopeNames): unknown {
    if (Object.hasOwn(names, root)) return names[root];
    if (root === 'vars') return this.signals.get('variables');
    if (this.actions.has(root)) return this.actionState(root);
    if (this.nodes.has(root)) return this.signals.get(`states:${root}`);
    return this.signals.get(root);
  }

  private addAction(action: AppAction): void {
    const transform = async (data: unknown): Promise<unknown> => (action.transform ? this.compute(action.transform, { result: data }) : data);
    const first = { ...idleAction, is_allowed: this.start.callable?.includes(action.id) ?? true };
    const runner = new ActionRunner(action, this.start.ports, (state) => this.signals.set(`action:${action.id}`, state), transform, first);
    this.actions.set(action.id, { action, runner });
    this.signals.set(`action:${action.id}`, first);
  }

  private watch(action: AppAction): void {
    const watched = action.of ? action.of.map((expr) => ({ expr })) : action.args;
    const signals = this.expressions.readsOf(watched).map(([root, key]) => this.signalOf(root, key));
    const changed = (): void => {
      // An action that was edited has a watch of its own; this one is over.
      if (this.actions.get(action.id)?.action === action) this.runLater(action, 'what it watches changed');
    };
    this.stops.push(this.signals.follow(signals, changed));
  }

  private runLater(action: AppAction, because: string): void {
    clearTimeout(this.timers.get(action.id));
    const run = (): void => void this.runByItself(action, because);
    this.timers.set(action.id, setTimeout(run, settleMs));
  }

  /** A failure is in the state of the action, where the page shows it. What this person may not run, or what only other pages show, is not asked for. */
  private async runByItself(action: AppAction, because: string): Promise<void> {
    if (!this.actionState(action.id).is_allowed || !this.isOfPage(action.id)) return;
    await this.runAction(action.id, {}, {}, because, true).catch(() => undefined);
  }

  /** Whether this page uses an action. What nothing uses yet runs only where the app is built. */
  private isOfPage(action: string): boolean {
    if (this.pages.of !== this.document) this.pages = { of: this.document, byAction: pagesOfActions(this.document) };
    const pages = this.pages.byAction.get(action) ?? [];
    return pages.includes(this.start.page.id) || (pages.length === 0 && this.start.isEditing === true);
  }

  private perform(steps: readonly AppStep[], names: ScopeNames, because: string): Promise<unknown> {
    return steps.length === 0 || this.isDisposed ? Promise.resolve() : runSteps(steps, names, this.stepPorts(because));
  }

  private stepPorts(because: string): StepPorts {
    const { ports } = this.start;
    return {
      ...ports,
      compute: (value, names) => this.compute(value, names),
      runAction: (action, args) => this.runAction(action, args, {}, because),
      confirm: (action, names) => this.confirm(action, names),
      setVariable: (id, value) => this.setVariable(id, value),
      setLanguage: (language) => this.setLanguage(language),
      call: (component, method, args) => this.instances.get(`${component}#`)?.call(method, args),
      open: (component, params) => this.instances.get(`${component}#`)?.expose({ is_open: true, params, result: null }),
      close: (component, result) => this.instances.get(`${component}#`)?.expose({ is_open: false, result }),
      validate: (component) => {
        const node = this.nodes.get(component);
        return node === undefined || this.validateIn([node], '');
      },
    };
  }

  private async confirm(id: string, names: ScopeNames): Promise<boolean> {
    const confirm = this.actions.get(id)?.action.confirm;
    if (!confirm) return true;
    const { title, body } = (await this.compute({ title: confirm.title, body: confirm.body ?? '' }, names)) as { title: unknown; body: unknown };
    return this.start.ports.ask({ title: String(title), body: String(body), typedWord: confirm.typed_word ?? null });
  }

  private setVariable(id: string, value: unknown): void {
    this.signals.set(`variable:${id}`, value);
    this.signals.set('variables', { ...(this.signals.get('variables') as object), [id]: value });
    this.signals.set('variable:*', this.signals.get('variables'));
  }

  private awaitEngine(): void {
    if (this.engine) return;
    void this.loadEngine().then(() => {
      this.engine = null;
      for (const instance of this.instances.values()) instance.retry();
    });
  }

  private loadEngine(): Promise<unknown> {
    this.engine ??= this.start.evaluator.load();
    return this.engine;
  }
}
