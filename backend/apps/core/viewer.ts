import type { AppDocument, AppPage, AppValue } from '../app.contract.ts';
import { expressionsIn } from './expressions.ts';
import type { PolicyEntry } from './policy.ts';

/** Who looks at an app: the groups that they are in, and whether they may edit it, which lets them see all of it. */
export type Viewer = { readonly groups: readonly string[]; readonly mayEdit: boolean };

/** Whether someone who may read the path of an app may open it. */
export const mayOpen = ({ audience }: AppDocument, { groups, mayEdit }: Viewer): boolean =>
  mayEdit || audience.kind === 'members' || audience.groups.some((group) => groups.includes(group));

/** Whether someone sees a page. */
export const maySeePage = ({ visible_to: visibleTo }: Pick<AppPage, 'visible_to'>, { groups, mayEdit }: Viewer): boolean =>
  mayEdit || visibleTo === undefined || visibleTo.some((group) => groups.includes(group));

/** Actions of a release that someone may call: those of the pages that they see. */
export function callableActions(document: AppDocument, policy: readonly PolicyEntry[], viewer: Viewer): PolicyEntry[] {
  const pages = new Set(document.pages.filter((page) => maySeePage(page, viewer)).map(({ id }) => id));
  return policy.filter((entry) => entry.pages.some((page) => pages.has(page)));
}

/** Somebody without an account: whoever has the address, or a person for whom another site vouches. */
export type GuestViewer = { readonly kind: 'anonymous' | 'embed'; readonly groups: readonly string[] };

/** Actions of a release that a guest may call: of the pages that they see, what runs as the author, and for the unknown only what the release opens to them. */
export function guestActions(document: AppDocument, policy: readonly PolicyEntry[], { kind, groups }: GuestViewer): PolicyEntry[] {
  const seen = callableActions(document, policy, { groups, mayEdit: false });
  return seen.filter((entry) => entry.run_as === 'author' && (kind === 'embed' || entry.is_public === true));
}

/** The document as a guest gets it: also without the paths of what actions run, which are no business of people outside. */
export function documentForGuest(document: AppDocument, policy: readonly PolicyEntry[], viewer: GuestViewer, path: string): AppDocument {
  const callable = new Set(guestActions(document, policy, viewer).map(({ action }) => action));
  const shown = documentFor(document, policy, { groups: viewer.groups, mayEdit: false });
  return { ...shown, actions: shown.actions.filter(({ id }) => callable.has(id)).map((action) => ({ ...action, run: { kind: 'script', path } })) };
}

/**
 * The document as someone gets it: without the pages and actions that are not theirs to see, and without the values that the release fixes
 * or the session tells, which only the server needs. What is left out was decided here and not hidden in the browser.
 */
export function documentFor(document: AppDocument, policy: readonly PolicyEntry[], viewer: Viewer): AppDocument {
  const entries = new Map(callableActions(document, policy, viewer).map((entry) => [entry.action, entry]));
  const actions = document.actions.flatMap((action) => {
    const entry = entries.get(action.id);
    if (!entry) return [];
    // What the session tells is filled in by the server too: a page that sent it would be refused.
    const isTheirs = ([name, value]: [string, AppValue]): boolean => !Object.hasOwn(entry.session, name) && !expressionsIn(value).next().done;
    // Code is nobody's business but that of who builds the app.
    const run = action.run.kind === 'inline' ? { ...action.run, content: '' } : action.run;
    return [{ ...action, run, args: Object.fromEntries(Object.entries(action.args).filter(isTheirs)) }];
  });
  return {
    ...document,
    audience: { kind: 'members', groups: [] },
    actions,
    pages: document.pages.filter((page) => maySeePage(page, viewer)).map(({ visible_to: _groups, ...page }) => page),
  };
}
