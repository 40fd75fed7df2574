import { newId } from '../../common/ids.ts';
import type { JsonObject } from '../../common/json.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { ModelChoice } from '../agent.contract.ts';
import { titleOf } from '../core/title.ts';
import type { RunnableValue } from '../described-agent.ts';
import type { MessagePart, ThreadSource } from '../threads.contract.ts';
import type { NewAgentRun } from './agent-run.sql.ts';

/** Where a run belongs: a thread that is there, or a new one and where that comes from. */
export type RunPlace = {
  source?: ThreadSource;
  /** Goes on in this thread, whose row is locked by the caller. */
  threadId?: string;
  /** After which message the question stands. */
  parentId?: string | null;
  /** Answers a message that is there instead of writing one. */
  questionId?: string;
  /** What the message is made of, besides its text. */
  attachments?: MessagePart[];
  model?: Pick<ModelChoice, 'resource' | 'id'> | null;
};

const sources: Readonly<Record<string, ThreadSource>> = {
  app: 'app',
  schedule: 'schedule',
  slack: 'slack',
  flow: 'flow',
  mcp: 'mcp',
  job: 'agent',
  editor: 'editor',
  evaluation: 'evaluation',
};

/** The run of a job, with its thread and messages, not written yet. The definition goes along where there is no version that has it. */
export function newRun(
  job: Pick<NewJob, 'id' | 'workspaceId' | 'path' | 'args' | 'triggerKind' | 'createdBy'>,
  { versionId, value, schema }: { versionId: string | null; value: RunnableValue; schema: JsonObject },
  runAs: string,
  place: RunPlace,
): NewAgentRun {
  const source = place.source ?? sources[job.triggerKind] ?? 'api';
  const shown = maskSecrets(job.args) as JsonObject;
  const { message: given, ...input } = shown;
  const message = typeof given === 'string' ? given : '';
  const questionId = place.questionId ?? newId();
  const parts: MessagePart[] = [...(message === '' ? [] : [{ type: 'text' as const, text: message }]), ...(place.attachments ?? [])];
  return {
    jobId: job.id,
    workspaceId: job.workspaceId,
    agentPath: job.path,
    versionId,
    value: versionId === null ? value : null,
    schema: versionId === null ? schema : null,
    model: place.model ?? null,
    threadId: place.threadId ?? newId(),
    thread: place.threadId === undefined ? { title: titleOf(message), source, createdBy: job.createdBy } : null,
    question:
      place.questionId === undefined ? { id: questionId, parentId: place.parentId ?? null, parts, words: message, input, createdBy: job.createdBy } : null,
    answer: { id: newId(), parentId: questionId, createdBy: runAs },
  };
}
