import { checkReferences, type ScopeSchema } from '../../expressions/core/infer.ts';
import { closest } from '../../expressions/core/closest.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { AppAction, AppDocument, AppNode, AppRun, AppStep } from '../app.contract.ts';
import type { ComponentDefinition } from '../../../components/component.ts';
import { stateSchemaOf, type ComponentCatalog } from './catalog.ts';
import { allSteps, expressionsIn, holdersOf, parseIn, type Holder } from './expressions.ts';
import { checkParams } from './check-params.ts';
import { checkTexts } from './check-texts.ts';
import { handedArguments, handedBy } from './handed.ts';
import { checkUse } from './check-use.ts';
import { paramSchema } from './page-params.ts';
import { findCycle, signalGraph, signalName } from './signals.ts';
import type { ReadCode } from './policy.ts';
import { walk } from './tree.ts';

/** Something to say about an app. `part` is what it is about, `pointer` leads from there to the place, `start` and `end` are offsets in an expression. */
export type AppProblem = {
  readonly part: { readonly kind: 'component' | 'action' | 'variable' | 'page' | 'app'; readonly id: string };
  readonly pointer: string;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly start?: number;
  readonly end?: number;
};

/** What the check knows of the world: the schemas of what actions run, `null` for what does not exist or may not be run. */
export type CheckWorld = {
  readonly catalog: ComponentCatalog;
  readonly runnable: (run: AppRun) => RunnableFacts | null;
};

/** A runnable as apps see it. `code` and `problems`: of code that stands in the app itself. */
export type RunnableFacts = {
  readonly version: number | null;
  readonly schema: JsonSchema;
  readonly output: JsonSchema;
  readonly isReadOnly: boolean;
  readonly code?: ReadCode;
  readonly problems?: readonly Pick<AppProblem, 'code' | 'message' | 'start' | 'end'>[];
};

/** Everything that can be said about an app without opening it. Errors keep it from being released, warnings do not. */
export function checkApp(document: AppDocument, world: CheckWorld): AppProblem[] {
  return [
    ...checkIds(document),
    ...checkComponents(document, world),
    ...checkActions(document, world),
    ...checkExpressions(document, world),
    ...checkSteps(document, world),
    ...checkCycle(document, world),
    ...checkUse(document, world),
    ...checkParams(document),
    ...checkTexts(document),
  ];
}

type Part = AppProblem['part'];
const error = (part: Part, pointer: string, code: string, message: string, range: { start?: number; end?: number } = {}): AppProblem => ({
  part,
  pointer,
  severity: 'error',
  code,
  message,
  ...range,
});
const warning = (part: Part, pointer: string, code: string, message: string): AppProblem => ({ part, pointer, severity: 'warning', code, message });

function checkIds(document: AppDocument): AppProblem[] {
  const seen = new Set<string>();
  const problems: AppProblem[] = [];
  const claim = (part: Part, scope: string): void => {
    const key = `${scope}/${part.id}`;
    if (seen.has(key)) problems.push(error(part, '/id', 'app/duplicate_id', `The name \`${part.id}\` stands twice. Names are unique in the whole app.`));
    seen.add(key);
  };
  for (const { node } of walk(document)) claim({ kind: 'component', id: node.id }, 'name');
  for (const { id } of document.actions) claim({ kind: 'action', id }, 'name');
  for (const { id } of document.variables) claim({ kind: 'variable', id }, 'variable');
  for (const { id } of document.pages) claim({ kind: 'page', id }, 'page');
  return problems;
}

function checkComponents(document: AppDocument, { catalog }: CheckWorld): AppProblem[] {
  const problems: AppProblem[] = [];
  for (const { node } of walk(document)) {
    const part: Part = { kind: 'component', id: node.id };
    const definition = catalog.get(node.type);
    if (!definition) {
      const near = closest(node.type, [...catalog.keys()]);
      problems.push(error(part, '/type', 'app/unknown_component', `There is no component \`${node.type}\`.${near ? ` Did you mean \`${near}\`?` : ''}`));
    } else problems.push(...checkProps(node, definition, part), ...checkSlots(node, definition, part), ...checkLabel(node, definition, part));
  }
  return problems;
}

function checkProps(node: AppNode, definition: ComponentDefinition, part: Part): AppProblem[] {
  const problems: AppProblem[] = [];
  const shape = definition.props.shape;
  for (const [name, value] of Object.entries(node.props)) {
    const schema = shape[name];
    if (!schema) problems.push(warning(part, `/props/${name}`, 'app/unknown_prop', `${definition.title} has no property \`${name}\`; it has no effect.`));
    else if (schema.meta()?.isFixed === true && !expressionsIn(value).next().done)
      problems.push(
        error(part, `/props/${name}`, 'app/fixed_prop', `\`${name}\` is part of what a release allows, so it cannot be an expression. Give it a value.`),
      );
    else if (expressionsIn(value).next().done) {
      const [issue] = schema.safeParse(value).error?.issues ?? [];
      if (issue)
        problems.push(
          error(part, `/props/${name}${issue.path.map((key: PropertyKey) => `/${String(key)}`).join('')}`, 'app/wrong_value', `\`${name}\`: ${issue.message}.`),
        );
    }
  }
  for (const [name, schema] of Object.entries(shape)) {
    if (!Object.hasOwn(node.props, name) && !schema.safeParse(undefined).success)
      problems.push(error(part, `/props/${name}`, 'app/missing_prop', `\`${name}\` is missing: ${definition.title.toLowerCase()} cannot be shown without it.`));
  }
  return problems;
}

function checkSlots(node: AppNode, { slots = {}, slotsOf, title }: ComponentDefinition, part: Part): AppProblem[] {
  const items = slotsOf ? node.props[slotsOf.prop] : [];
  const keys = Array.isArray(items) ? items.map((item) => (typeof item === 'object' && item !== null && 'key' in item ? String(item.key) : '')) : [];
  const known = new Set([...Object.keys(slots), ...keys]);
  return Object.entries(node.slots ?? {})
    .filter(([name, slot]) => !known.has(name) && slot.children.length > 0)
    .map(([name]) => error(part, `/slots/${name}`, 'app/unknown_slot', `${title} has no place \`${name}\`: what is in it would never be seen.`));
}

function checkLabel(node: AppNode, definition: ComponentDefinition, part: Part): AppProblem[] {
  if (!('label' in definition.props.shape) || definition.category !== 'input') return [];
  const label = node.props['label'];
  return label === undefined || label === ''
    ? [warning(part, '/props/label', 'app/missing_label', 'It has no label: screen readers cannot say what it is for. The label may be hidden.')]
    : [];
}

function checkActions(document: AppDocument, { runnable, catalog }: CheckWorld): AppProblem[] {
  const problems: AppProblem[] = [];
  const handed = handedBy(document, catalog);
  for (const action of document.actions) {
    const part: Part = { kind: 'action', id: action.id };
    const facts = runnable(action.run);
    const target = runWords(action);
    if (!facts) {
      problems.push(error(part, '/run/path', 'app/no_such_runnable', `There is no ${action.run.kind} ${target}, or you may not run it.`));
      continue;
    }
    problems.push(...(facts.problems ?? []).map(({ code, message, ...range }) => error(part, '/run/content', code, message, range)));
    problems.push(...checkPublic(document, action, part), ...checkViewers(action, part));
    if (action.trigger === 'on_change' && !facts.isReadOnly)
      problems.push(
        error(
          part,
          '/trigger',
          'app/not_read_only',
          `${capital(target)} may change something, so it cannot run on every change of an input. Mark it as read-only in its settings, or run it by an event.`,
        ),
      );
    const known = Object.keys(facts.schema.properties ?? {});
    for (const name of Object.keys(action.args)) {
      if (known.length > 0 && !known.includes(name)) {
        const near = closest(name, known);
        problems.push(
          error(part, `/args/${name}`, 'app/unknown_argument', `${capital(target)} has no argument \`${name}\`.${near ? ` Did you mean \`${near}\`?` : ''}`),
        );
      }
    }
    const given = handedArguments(action, handed.get(action.id), facts.schema);
    for (const { name, from } of given)
      if (known.length > 0 && !known.includes(name))
        problems.push(
          error({ kind: 'component', id: from }, '/props', 'app/unknown_argument', `\`${from}\` hands \`${name}\` to ${target}, which has no such argument.`),
        );
    for (const name of facts.schema.required ?? [])
      if (!Object.hasOwn(action.args, name) && !given.some((argument) => argument.name === name))
        problems.push(error(part, `/args/${name}`, 'app/missing_argument', `${capital(target)} needs \`${name}\`.`));
  }
  return problems;
}

/** What an action runs, in the words of a problem. */
const runWords = ({ id, run }: AppAction): string => (run.kind === 'inline' ? `the code of \`${id}\`` : `\`${run.path}\``);
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function checkExpressions(document: AppDocument, world: CheckWorld): AppProblem[] {
  const scope = scopeSchemas(document, world);
  const problems: AppProblem[] = [];
  for (const holder of holdersOf(document)) {
    const part: Part = { kind: holder.kind, id: holder.id };
    for (const { pointer, expr } of expressionsIn(holder.value)) {
      const parsed = parseIn(document, expr);
      const found = parsed.problems.length > 0 ? parsed.problems : checkReferences(parsed, scope);
      for (const { code, message, start, end } of found) problems.push(error(part, pointer, code, message, { start, end }));
      if (parsed.lookups.length > 0)
        problems.push(
          error(part, pointer, 'app/no_lookup', 'Variables and resources are not read in the browser. Read them in the script that the action runs.'),
        );
      if (holder.kind === 'component')
        problems.push(
          ...otherPage(
            document,
            holder,
            parsed.references.map(({ root }) => root),
            pointer,
          ),
        );
    }
  }
  return problems;
}

function checkPublic({ audience }: AppDocument, { is_public: isPublic, run_as: runAs }: AppDocument['actions'][number], part: Part): AppProblem[] {
  if (isPublic !== true) return [];
  if (runAs !== 'author')
    return [
      error(
        part,
        '/run_as',
        'app/public_as_viewer',
        'People without an account have no rights of their own: let it run as whoever releases the app, or do not open it to them.',
      ),
    ];
  return audience.anonymous
    ? []
    : [warning(part, '/is_public', 'app/public_unused', 'It is open to people without an account, and the app is not. Open the app to them in its settings.')];
}

/** What lies in the space of a person only they run: everybody else would see a button that refuses. */
function checkViewers({ run, run_as: runAs }: AppDocument['actions'][number], part: Part): AppProblem[] {
  if (runAs !== 'viewer' || run.kind === 'inline' || !run.path.startsWith('u/')) return [];
  const [, owner = ''] = run.path.split('/');
  return [
    warning(
      part,
      '/run_as',
      'app/viewers_may_not',
      `\`${run.path}\` lies in the space of ${owner}: other viewers may not run it. Move it into a folder that they may read, or let it run as whoever releases the app.`,
    ),
  ];
}

/** Components of another page are not there while this one is open. */
function otherPage(document: AppDocument, holder: Extract<Holder, { kind: 'component' }>, roots: readonly string[], pointer: string): AppProblem[] {
  const pages = pagesOf(document);
  return [...new Set(roots)].flatMap((root) => {
    const page = pages.get(root);
    if (page === undefined || page === holder.page.id) return [];
    return [
      error(
        { kind: 'component', id: holder.id },
        pointer,
        'app/other_page',
        `\`${root}\` is on the page \`${page}\` and not there while this one is open. Hand the value over as a parameter of the page, or in a variable.`,
      ),
    ];
  });
}

const pageMaps = new WeakMap<AppDocument, ReadonlyMap<string, string>>();
function pagesOf(document: AppDocument): ReadonlyMap<string, string> {
  const known = pageMaps.get(document) ?? new Map([...walk(document)].map(({ node, page }) => [node.id, page.id]));
  pageMaps.set(document, known);
  return known;
}

/** What expressions may read, as schemas: components by what they expose, actions by their state, the rest as it comes. */
export function scopeSchemas(document: AppDocument, { catalog, runnable }: CheckWorld): ScopeSchema {
  const scope: Record<string, JsonSchema> = {
    row: {},
    item: {},
    index: { type: 'integer' },
    event: {},
    result: {},
    error: {},
    value: {},
    app: appSchema,
    t: {},
    user: userSchema,
  };
  scope['vars'] = { type: 'object', properties: Object.fromEntries(document.variables.map(({ id }) => [id, {}])) };
  const params = document.pages.flatMap((page) => page.params.map((parameter) => [parameter.id, paramSchema(parameter)] as const));
  scope['params'] = { type: 'object', properties: Object.fromEntries(params) };
  for (const { id, run, transform } of document.actions) scope[id] = actionSchema(transform ? {} : (runnable(run)?.output ?? {}));
  for (const { node } of walk(document)) {
    const definition = catalog.get(node.type);
    scope[node.id] = definition ? stateSchemaOf(definition) : {};
  }
  return scope;
}

const text: JsonSchema = { type: 'string' };
const userSchema: JsonSchema = {
  type: 'object',
  properties: { username: text, name: text, email: text, groups: { type: 'array', items: text }, is_signed_in: { type: 'boolean' } },
};
const appSchema: JsonSchema = {
  type: 'object',
  properties: {
    path: text,
    page: text,
    release: { type: 'integer' },
    mode: { enum: ['live', 'preview'] },
    width: { enum: ['narrow', 'medium', 'base'] },
    language: text,
    languages: { type: 'array', items: text },
  },
};
const actionSchema = (data: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: {
    data,
    status: { enum: ['idle', 'queued', 'running', 'success', 'error', 'cancelled'] },
    is_running: { type: 'boolean' },
    is_allowed: { type: 'boolean' },
    error: {},
    job_id: {},
    started_at: {},
    duration_ms: {},
    is_stale: { type: 'boolean' },
  },
});

function checkSteps(document: AppDocument, { catalog }: CheckWorld): AppProblem[] {
  const types = new Map([...walk(document)].map(({ node }) => [node.id, node.type]));
  const names = {
    actions: new Set(document.actions.map(({ id }) => id)),
    variables: new Set(document.variables.map(({ id }) => id)),
    pages: new Set(document.pages.map(({ id }) => id)),
  };
  return [...allSteps(document)].flatMap(({ holder, step }) => {
    const message = stepProblem(step, names, types, catalog);
    const kind = names.actions.has(holder) ? 'action' : 'component';
    return message === null ? [] : [error({ kind, id: holder }, kind === 'action' ? '/on_success' : '/on', 'app/broken_step', message)];
  });
}

type Names = { readonly actions: ReadonlySet<string>; readonly variables: ReadonlySet<string>; readonly pages: ReadonlySet<string> };

function stepProblem(step: AppStep, names: Names, types: ReadonlyMap<string, string>, catalog: ComponentCatalog): string | null {
  if (step.do === 'run') return names.actions.has(step.action) ? null : `There is no action \`${step.action}\`.`;
  if (step.do === 'set') return names.variables.has(step.variable) ? null : `There is no variable \`${step.variable}\`.`;
  if (step.do === 'go') return names.pages.has(step.page) ? null : `There is no page \`${step.page}\`.`;
  if (!('component' in step)) return null;
  const type = types.get(step.component);
  if (type === undefined) return `There is no component \`${step.component}\`.`;
  const definition = catalog.get(type);
  if (!definition) return null;
  if (step.do === 'call' && !definition.methods?.[step.method]) return `${definition.title} \`${step.component}\` cannot \`${step.method}\`.`;
  if ((step.do === 'open' || step.do === 'close') && !definition.isOverlay)
    return `\`${step.component}\` cannot be opened or closed: it is no modal and no drawer.`;
  return null;
}

function checkCycle(document: AppDocument, { catalog }: CheckWorld): AppProblem[] {
  const cycle = findCycle(signalGraph(document, catalog));
  if (!cycle) return [];
  const [, id = ''] = /^[a-z]+:([^.]+)/.exec(cycle[0] ?? '') ?? [];
  const kind = document.actions.some((action) => action.id === id)
    ? 'action'
    : document.variables.some((variable) => variable.id === id)
      ? 'variable'
      : 'component';
  const path = cycle.map(signalName).join(' ← ');
  return [error({ kind, id }, '', 'app/cycle', `These values would follow from each other for ever: ${path}. Take one of them from an event instead.`)];
}
