import { Injectable } from '@nestjs/common';
import type { AgentError, Usage } from '../../../agents/ports.ts';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { ItemPath } from '../../common/item-path.ts';
import { Database } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { Events } from '../../events/events.service.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import type { AgentBudget, AgentUsageQuery, AgentUsageRow, PutAgentBudgets } from '../agents.contract.ts';

type BudgetRow = Omit<AgentBudget, 'used_cost_usd' | 'used_tokens' | 'updated_at'> & { updated_at: Date };
type Exhausted = { scope: AgentBudget['scope']; name: string; period: AgentBudget['period']; cost_usd: number | null; tokens: number | null };

/** Money and tokens that agents may use up by day and month: for a workspace, an agent, a person. What is used up stops the next turn. */
@Injectable()
export class AgentBudgets {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** The budget that is used up for a run, in words; `null` where none is. One statement, asked before every turn. */
  async exhausted(workspaceId: string, agentPath: string, person: string): Promise<AgentError | null> {
    const [row] = await untilAnswered(() => this.database.run<Exhausted>(findExhausted(workspaceId, agentPath, person)));
    if (!row) return null;
    const tokens = row.tokens === 1 ? '1 token' : `${row.tokens} tokens`;
    const limit = row.cost_usd === null ? tokens : row.tokens === null ? `${row.cost_usd} US dollars` : `${row.cost_usd} US dollars or ${tokens}`;
    const whose = { workspace: 'of the workspace', agent: `of the agent ${agentPath}`, user: `of ${person}` }[row.scope];
    const until = row.period === 'day' ? 'It begins anew at midnight UTC' : 'It begins anew with the next month';
    return {
      code: 'agent/budget_exhausted',
      message: `The budget ${whose} is used up: ${limit} a ${row.period}. ${until}, or an admin of the workspace raises it.`,
    };
  }

  /** Counts what was used up beside the turns of a run. */
  async count({ workspace_id: workspaceId, path, created_by: person }: Pick<StartedJob, 'workspace_id' | 'path' | 'created_by'>, usage: Usage): Promise<void> {
    await this.database.run({
      text: `
insert into agent_usage (workspace_id, day, agent_path, person, tokens, cost_usd) values ($1, (now() at time zone 'utc')::date, $2, $3, $4, $5)
on conflict (workspace_id, day, agent_path, person) do update set tokens = agent_usage.tokens + excluded.tokens, cost_usd = agent_usage.cost_usd + excluded.cost_usd`,
      values: [workspaceId, path, person, usage.inputTokens + usage.outputTokens, usage.costUsd],
    });
  }

  /** Counts what a run has used up for answers that broke off and are on no record of it. */
  async countLost(job: Pick<StartedJob, 'id' | 'workspace_id' | 'path' | 'created_by'>, usage: Usage): Promise<void> {
    await this.database.run({
      name: 'count_lost_answers',
      text: `
update agent_run set input_tokens = input_tokens + $2::bigint, cached_input_tokens = cached_input_tokens + $3::bigint, output_tokens = output_tokens + $4::bigint,
  reasoning_tokens = reasoning_tokens + $5::bigint, cost_usd = cost_usd + $6::float8
where job_id = $1`,
      values: [job.id, usage.inputTokens, usage.cachedInputTokens, usage.outputTokens, usage.reasoningTokens, usage.costUsd],
    });
    await this.count(job, usage);
  }

  async list(auth: Auth): Promise<{ items: AgentBudget[] }> {
    const rows = await this.database.run<BudgetRow & { used_cost_usd: number; used_tokens: string }>(listBudgets(auth.workspaceId));
    return {
      items: rows.map((row) => ({
        ...row,
        used_tokens: Number(row.used_tokens),
        tokens: row.tokens === null ? null : Number(row.tokens),
        updated_at: row.updated_at.toISOString(),
      })),
    };
  }

  /** Replaces all budgets of the workspace. */
  async put(auth: Auth, { items }: PutAgentBudgets): Promise<{ items: AgentBudget[] }> {
    requireNames(items);
    await this.database.transaction(async (transaction) => {
      await transaction.query('delete from agent_budget where workspace_id = $1', [auth.workspaceId]);
      for (const { scope, name, period, cost_usd: cost, tokens } of items)
        await transaction.query(
          'insert into agent_budget (workspace_id, scope, name, period, cost_usd, tokens, updated_by) values ($1, $2, $3, $4, $5, $6, $7)',
          [auth.workspaceId, scope, name, period, cost, tokens, subjectOf(auth)],
        );
      await this.events.record(transaction, auth, {
        action: 'workspace.budgets_changed',
        objectKind: 'workspace',
        objectPath: auth.workspaceId,
        details: { items },
      });
    });
    return this.list(auth);
  }

  /** What agents have used up, by day, agent and person; people who are no admins see their own. */
  async usage(auth: Auth, { from, to, agent }: AgentUsageQuery): Promise<{ items: AgentUsageRow[] }> {
    const rows = await this.database.run<Omit<AgentUsageRow, 'tokens'> & { tokens: string }>({
      text: `
select day::text, agent_path as agent, person, tokens, cost_usd, turns, runs from agent_usage
where workspace_id = $1 and day >= $2::date and day <= $3::date and ($4::text is null or agent_path = $4) and ($5::text is null or person = $5)
order by day, agent_path, person limit 5000`,
      values: [auth.workspaceId, from, to, agent ?? null, auth.role === 'admin' ? null : subjectOf(auth)],
    });
    return { items: rows.map((row) => ({ ...row, tokens: Number(row.tokens) })) };
  }
}

function requireNames(items: PutAgentBudgets['items']): void {
  const seen = new Set<string>();
  for (const { scope, name, period } of items) {
    const isRight =
      scope === 'workspace' ? name === '' : name === '*' || (scope === 'agent' ? ItemPath.safeParse(name).success : /^u\/[A-Za-z0-9._-]+$/.test(name));
    if (!isRight)
      throw new AppError(
        'request/invalid',
        `"${name}" is no name for a budget of the scope ${scope}: ${{ workspace: 'leave it empty', agent: 'give a path, or * for each agent', user: 'give u/<username>, or * for each person' }[scope]}.`,
      );
    const key = `${scope} ${name} ${period}`;
    if (seen.has(key)) throw new AppError('request/invalid', `There are two budgets for ${name || 'the workspace'} by ${period}.`);
    seen.add(key);
  }
}

/** A sum of the use that counts for a budget `b` since its period began. */
const since = `(date_trunc(b.period, now() at time zone 'utc'))::date`;

const findExhausted = (workspaceId: string, agentPath: string, person: string) => ({
  name: 'exhausted_agent_budget',
  text: `
select b.scope, b.name, b.period, b.cost_usd, b.tokens::float8 as tokens
from agent_budget b, lateral (
  select coalesce(sum(u.cost_usd), 0) as cost, coalesce(sum(u.tokens), 0) as tokens from agent_usage u
  where u.workspace_id = $1 and u.day >= ${since}
    and case b.scope when 'agent' then u.agent_path = $2 when 'user' then u.person = $3 else true end
) as used
where b.workspace_id = $1
  and case b.scope when 'agent' then b.name in ($2, '*') when 'user' then b.name in ($3, '*') else true end
  and (used.cost >= b.cost_usd or used.tokens >= b.tokens)
limit 1`,
  values: [workspaceId, agentPath, person],
});

const listBudgets = (workspaceId: string) => ({
  text: `
select b.scope, b.name, b.period, b.cost_usd, b.tokens, b.updated_by, b.updated_at, used.cost as used_cost_usd, used.tokens as used_tokens
from agent_budget b, lateral (
  select coalesce(sum(u.cost_usd), 0) as cost, coalesce(sum(u.tokens), 0) as tokens from agent_usage u
  where u.workspace_id = $1 and u.day >= ${since}
    and case b.scope when 'agent' then b.name = u.agent_path when 'user' then b.name = u.person else true end
) as used
where b.workspace_id = $1 order by array_position(array['workspace', 'agent', 'user'], b.scope), b.name, b.period`,
  values: [workspaceId],
});
