import type { AppAction, AppDocument, InlineScript } from '../app.contract.ts';

/** An action that runs code of its own. */
export type InlineAction = AppAction & { readonly run: InlineScript };

/** Whether an action holds its own code. */
export const isInline = (action: AppAction): action is InlineAction => action.run.kind === 'inline';

/** The actions of a document that hold their own code. */
export const inlineActions = ({ actions }: AppDocument): InlineAction[] => actions.filter(isInline);

/** Paths of what the actions of a document run. */
export const pathsRun = ({ actions }: AppDocument, kind: 'script' | 'flow' | 'agent'): string[] =>
  actions.flatMap(({ run }) => (run.kind === kind ? [run.path] : []));

/** The document with these locks in its code, and no others: as files hold it, or as a release stores it. */
export function withLocks(document: AppDocument, locks: Readonly<Record<string, string>>): AppDocument {
  const actions = document.actions.map((action) => {
    if (action.run.kind !== 'inline') return action;
    const { lock: _before, ...run } = action.run;
    return { ...action, run: locks[action.id] ? { ...run, lock: locks[action.id] } : run };
  });
  return { ...document, actions };
}

/**
 * Where the imports of the code of an action begin: in the folder of the app, as those of a script beside it. So `./prices.ts` in the app
 * `f/shop/orders` is the script `f/shop/prices`, before and after the code becomes a script of that folder.
 */
export const inlineCodePath = (appPath: string, action: string): string => `${appPath}__${action}`;

/** The path that the run of an action with code of its own has: that of the app, and the name of the action. */
export const inlineRunPath = (appPath: string, action: string): string => `${appPath}/${action}`;
