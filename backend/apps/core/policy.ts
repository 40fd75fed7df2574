import type { AppDocument, AppRun, AppValue } from '../app.contract.ts';
import type { LanguageName } from '../../languages/language.ts';
import type { RunnableFacts } from './check.ts';
import { expressionsIn, isExpression, parseIn, stepsIn } from './expressions.ts';
import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { ComponentCatalog } from './catalog.ts';
import { handedArguments, handedBy, restSchema } from './handed.ts';
import { walk } from './tree.ts';

/** An argument that the person who views the app gives: the value comes with the call and is checked against the schema of the runnable. */
export type OpenArgument = { readonly name: string; readonly from: string };

/** Code of an app as a release holds it; the text itself stands in its document. */
export type ReadCode = {
  readonly language: LanguageName;
  /** Of language and content: names the code where no version does. */
  readonly hash: string;
  /** Where its imports begin; that of the release, also after the app was renamed. */
  readonly path: string;
  /** Lock file of its packages, as of the release; `''` where it needs none, `null` before it is released. */
  readonly lock: string | null;
  /** Scripts of the workspace that it imports directly. */
  readonly imports: readonly string[];
  readonly schema: JsonSchema;
};

/** What one action of a release may do. Made on the server, from the released document alone: a viewer names the action and gives what is open, and nothing else. */
export type PolicyEntry = {
  readonly action: string;
  readonly kind: AppRun['kind'];
  /** Empty for code of the app itself, which `code` describes. */
  readonly path: string;
  readonly code?: ReadCode;
  /** The version that was current at the release; it is what runs. */
  readonly version: number | null;
  readonly run_as: 'viewer' | 'author';
  /** Values that the release fixes. They win over whatever a call says. */
  readonly fixed: Readonly<Record<string, AppValue>>;
  /** Arguments that only tell who views: the server fills them in from the session, and a call cannot. */
  readonly session: Readonly<Record<string, string>>;
  readonly open: readonly OpenArgument[];
  /** What a form on a page asks for; of the version that runs. Absent where there is no such form. */
  readonly form?: JsonSchema;
  /** People without an account may run it; only where the audience lets them in and it runs as the author. */
  readonly is_public?: true;
  /** Pages whose viewers may call it; empty: the action is not in use, and nobody may. */
  readonly pages: readonly string[];
};

/** Derives what a release allows. Throws nothing: an action whose runnable is gone has version `null` and cannot be called. */
export function derivePolicy(document: AppDocument, facts: (run: AppRun) => RunnableFacts | null, catalog: ComponentCatalog): PolicyEntry[] {
  const users = pagesOfActions(document);
  const handed = handedBy(document, catalog);
  return document.actions.map((action) => {
    const { id, run, args, run_as } = action;
    const runnable = facts(run);
    const form = restSchema(action, handed.get(id), runnable?.schema);
    const fixed: Record<string, AppValue> = {};
    const session: Record<string, string> = {};
    const open: OpenArgument[] = [];
    for (const [name, value] of Object.entries(args)) {
      const expressions = [...expressionsIn(value)];
      const field = isExpression(value) ? sessionField(document, value.expr) : null;
      if (field !== null) session[name] = field;
      else if (expressions.length === 0) fixed[name] = value;
      else open.push({ name, from: expressions.map(({ expr }) => expr).join(', ') });
    }
    return {
      action: id,
      kind: run.kind,
      path: run.kind === 'inline' ? '' : run.path,
      ...(runnable?.code ? { code: runnable.code } : {}),
      version: runnable?.version ?? null,
      run_as,
      fixed,
      session,
      open: [...open, ...handedArguments(action, handed.get(id), runnable?.schema)],
      ...(form ? { form } : {}),
      ...(action.is_public === true && run_as === 'author' && document.audience.anonymous ? { is_public: true as const } : {}),
      pages: users.get(id) ?? [],
    };
  });
}

/** `user.email` and its like: facts of the session, which nobody may say of themselves. */
function sessionField(document: AppDocument, expr: string): string | null {
  const { memberPath } = parseIn(document, expr);
  if (memberPath?.root !== 'user' || memberPath.keys.length !== 1) return null;
  return String(memberPath.keys[0]);
}

/** Pages on which something runs each action: by an event, in a prop, or since it runs by itself, which is on every page that reads it. */
export function pagesOfActions(document: AppDocument): ReadonlyMap<string, readonly string[]> {
  const actions = new Map(document.actions.map((action) => [action.id, action]));
  const users = new Map<string, Set<string>>(document.actions.map(({ id }) => [id, new Set()]));
  const use = (id: string, page: string): void => {
    const pages = users.get(id);
    if (!pages || pages.has(page)) return;
    pages.add(page);
    const action = actions.get(id);
    // What an action leads to is reached from wherever the action is.
    for (const step of [...stepsIn(action?.on_success), ...stepsIn(action?.on_error)]) if (step.do === 'run') use(step.action, page);
    for (const { expr } of expressionsIn(action?.args)) for (const { root } of parseIn(document, expr).references) use(root, page);
  };
  for (const { node, page } of walk(document)) {
    for (const steps of Object.values(node.on ?? {})) for (const step of stepsIn(steps)) if (step.do === 'run') use(step.action, page.id);
    for (const value of [node.props, node.on])
      for (const { expr } of expressionsIn(value)) for (const { root } of parseIn(document, expr).references) use(root, page.id);
    for (const name of namedIn(node.props, actions)) use(name, page.id);
  }
  return new Map([...users].map(([id, pages]) => [id, document.pages.map((page) => page.id).filter((page) => pages.has(page))]));
}

function namedIn(value: unknown, actions: ReadonlyMap<string, unknown>): string[] {
  if (typeof value === 'string') return actions.has(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((inner) => namedIn(inner, actions)) : [];
}
