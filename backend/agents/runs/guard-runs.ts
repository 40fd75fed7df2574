import type { AgentPorts } from '../../../agents/ports.ts';
import { requireAccess } from '../../access/access.guard.ts';
import { AppError } from '../../common/app-error.ts';
import type { JobWaiter } from '../../jobs/job-waiter.ts';
import type { RunService } from '../../jobs/run.service.ts';
import type { RunContext } from './run-context.ts';

/** How long a guard may take, in milliseconds. */
const patienceMs = 60_000;

/** Runs a script that looks at a text, as the author of the agent: who writes to an agent cannot keep its guards from running. One that fails lets nothing through. */
export async function runGuardScript(
  context: RunContext,
  { runs, waiter }: { runs: RunService; waiter: JobWaiter },
  path: string,
  text: string,
): ReturnType<AgentPorts['runGuard']> {
  const { job } = context;
  const author = await context.author();
  requireAccess(author, 'jobs:run', { kind: 'script', path });
  const family = { parentId: job.id, rootId: job.root_id ?? job.id, traceId: job.trace_id };
  const child = await runs.prepare(author, path, { text }, { triggerKind: 'agent', createdBy: job.created_by, family, plainArguments: ['text'] });
  const waiting = waiter.begin(child.id, patienceMs);
  try {
    await runs.insert(child);
    const ended = await waiting.ended;
    if (ended.status !== 'succeeded')
      throw new AppError('agent/guard_failed', `The guard "${path}" failed, so nothing was let through: ${ended.error?.message ?? ended.status}.`);
    return verdictOf(path, JSON.parse(ended.resultJson ?? 'null'));
  } finally {
    waiting.stop();
  }
}

function verdictOf(path: string, result: unknown): Awaited<ReturnType<AgentPorts['runGuard']>> {
  const { is_allowed: isAllowed, message, text } = (result ?? {}) as { is_allowed?: unknown; message?: unknown; text?: unknown };
  if (typeof isAllowed !== 'boolean')
    throw new AppError(
      'agent/guard_failed',
      `The guard "${path}" gave no \`is_allowed\`, so nothing was let through. It has to give {is_allowed, message?, text?}.`,
    );
  return { isAllowed, message: typeof message === 'string' ? message : null, text: typeof text === 'string' ? text : null };
}
