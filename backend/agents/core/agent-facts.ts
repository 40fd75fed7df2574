import type { AgentValue, ModelChoice } from '../agent.contract.ts';

/** What an agent refers to, for the columns of its version: each path once, sorted. */
export type AgentFacts = { scripts: string[]; flows: string[]; agents: string[]; resources: string[]; toolCount: number; model: string; isPractice: boolean };

/** Reads from an agent what it refers to. */
export function factsOf(value: AgentValue): AgentFacts {
  const ofKind = (kind: 'script' | 'flow' | 'agent'): string[] => value.tools.flatMap((tool) => (tool.kind === kind ? [tool.path] : []));
  const guards = value.guards.flatMap((guard) => (guard.kind === 'runnable' ? [guard.path] : []));
  const scorers = value.evaluation.scorers.flatMap((scorer) => (scorer.kind === 'runnable' ? [scorer.path] : []));
  const models = modelsOf(value).flatMap(({ choice }) => choice.resource ?? []);
  return {
    scripts: sorted([...ofKind('script'), ...guards, ...scorers]),
    flows: sorted(ofKind('flow')),
    agents: sorted(ofKind('agent')),
    resources: sorted([...models, ...value.mcp_servers.map(({ resource }) => resource)]),
    toolCount: value.tools.length + value.mcp_servers.length + (value.sandbox ? 1 : 0),
    model: value.model.id,
    isPractice: value.model.resource === null,
  };
}

/** Every model that an agent names, with the place where it stands in `value`. */
export function modelsOf(value: AgentValue): { pointer: string; choice: ModelChoice }[] {
  return [
    { pointer: '/model', choice: value.model },
    ...(value.fallback_model ? [{ pointer: '/fallback_model', choice: value.fallback_model }] : []),
    ...value.models.map((choice, index) => ({ pointer: `/models/${index}`, choice })),
    ...value.evaluation.scorers.flatMap((scorer, index) =>
      scorer.kind === 'judge' ? [{ pointer: `/evaluation/scorers/${index}/model`, choice: scorer.model }] : [],
    ),
  ];
}

const sorted = (paths: readonly string[]): string[] => [...new Set(paths)].sort();
