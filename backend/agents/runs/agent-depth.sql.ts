import { AppError } from '../../common/app-error.ts';
import type { Statement } from '../../database/database.ts';

/** Runs that call each other, one below the other. */
const deepestChain = 12;

/** Row of {@link agentDepth}. */
export type AgentDepth = { depth: number };

/** How many runs of agents a job stands below, itself included. */
export const agentDepth = (jobId: string): Statement => ({
  name: 'agent_depth',
  text: `
with recursive chain as (
  select id, parent_id, kind, 1 as depth from job where id = $1
  union all select job.id, job.parent_id, job.kind, chain.depth + 1 from chain join job on job.id = chain.parent_id where chain.depth < 200
)
select count(*)::integer as depth from chain where kind in ('agent', 'agent_preview')`,
  values: [jobId],
});

/** Agents that call each other without end would never stop: what a deploy refuses as a circle can still come about by later changes. */
export function requireShallowAgents(row: AgentDepth | undefined): void {
  if ((row?.depth ?? 0) < deepestChain) return;
  throw new AppError(
    'agent/limit_reached',
    `Agents call each other ${deepestChain} deep here, and no deeper. One of them probably calls itself by way of others.`,
  );
}
