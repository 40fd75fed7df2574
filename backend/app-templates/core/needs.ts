import type { AppDocument, AppNode } from '../../apps/app.contract.ts';
import { walk } from '../../apps/core/tree.ts';

type Kind = 'script' | 'flow' | 'agent';

/** What a document runs of a workspace, for what, and with which arguments. */
export type Need = { readonly kind: Kind; readonly path: string; readonly uses: string[]; readonly arguments: string[] };

/** Names something of the workspace in another way: another path, or none where that is to be set in the builder. */
export type Picks = Readonly<Record<string, { readonly kind: Kind; readonly path: string }>>;

/** The name of a need among picks. */
export const needKey = ({ kind, path }: { kind: Kind; path: string }): string => `${kind} ${path}`;

/** Everything of a workspace that a document runs: by its actions, and the agents that its conversations are with. */
export function needsOf(document: AppDocument): Need[] {
  const needs = new Map<string, Need>();
  const add = (kind: Kind, path: string, use: string, names: readonly string[]): void => {
    const key = needKey({ kind, path });
    const need = needs.get(key) ?? { kind, path, uses: [], arguments: [] };
    needs.set(key, need);
    need.uses.push(use);
    need.arguments.push(...names.filter((name) => !need.arguments.includes(name)));
  };
  for (const { id, title, run, args } of document.actions) if (run.kind !== 'inline') add(run.kind, run.path, title ?? id, Object.keys(args));
  for (const { node } of walk(document)) {
    const agent = agentOf(node);
    if (agent !== null) add('agent', agent, textOf(node.props['label']) || node.id, []);
  }
  return [...needs.values()];
}

/** The document with what was picked in the place of what it named. */
export function withPicks(document: AppDocument, picks: Picks): AppDocument {
  const actions = document.actions.map((action) => {
    const pick = action.run.kind === 'inline' ? undefined : picks[needKey(action.run)];
    return pick ? { ...action, run: { ...pick } } : action;
  });
  const node = (before: AppNode): AppNode => {
    const pick = picks[needKey({ kind: 'agent', path: agentOf(before) ?? '' })];
    const props = pick ? { ...before.props, agent: pick.path } : before.props;
    if (!before.slots) return { ...before, props };
    return {
      ...before,
      props,
      slots: Object.fromEntries(Object.entries(before.slots).map(([name, slot]) => [name, { ...slot, children: slot.children.map(node) }])),
    };
  };
  return { ...document, actions, pages: document.pages.map((page) => ({ ...page, body: { ...page.body, children: page.body.children.map(node) } })) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The agent of a conversation on a page. */
const agentOf = ({ type, props }: AppNode): string | null => (type === 'chat' ? textOf(props['agent']) || null : null);
