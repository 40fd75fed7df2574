import type { Place } from '../../backend/flows/core/messages.ts';
import { placeOfWait } from '../../backend/flows/view/core/wait-place.ts';
import type { JobStatus } from '../../backend/jobs/core/job-status.ts';
import type { Job, JobRow } from '../../backend/jobs/jobs.contract.ts';
import { splitPath } from '../ui/item-path.ts';
import type { SegmentKind } from './run-segments.ts';

const triggers: Readonly<Record<string, string>> = {
  form: 'through the form',
  api: 'through the API',
  webhook: 'by a webhook',
  editor: 'in the editor',
  job: 'by another run',
  schedule: 'by a schedule',
  app: 'in an app',
  agent: 'by an agent',
  chat: 'in the chat',
  evaluation: 'by an evaluation',
  mcp: 'by an AI client',
  deploy: 'by a deploy',
  rerun: 'by running again',
  flow: 'as a step of a flow',
};

/** Through what a run was asked for: "through the form". */
export const wordsOfTrigger = (trigger: string): string => triggers[trigger] ?? `through ${trigger}`;

/** What a person calls a trigger in a list or a filter. */
export const triggerLabels: Readonly<Record<string, string>> = {
  form: 'Form',
  api: 'API',
  webhook: 'Webhook',
  editor: 'Editor',
  job: 'Another run',
  schedule: 'Schedule',
  app: 'App',
  agent: 'Agent',
  chat: 'Chat',
  evaluation: 'Evaluation',
  mcp: 'AI client',
  deploy: 'Deploy',
  rerun: 'Run again',
  flow: 'Flow',
};

/** The name of a person out of `u/ada`; anything else as it is. */
export const nameOfActor = (actor: string): string => (actor.startsWith('u/') ? actor.slice(2) : actor);

/** Where in a flow a run is, if it is that of a step. */
export const placeInFlow = ({ trigger_kind: trigger, trigger_path: place }: Pick<JobRow, 'trigger_kind' | 'trigger_path'>): Place | null =>
  trigger === 'flow' && place !== null ? placeOfWait(place) : null;

/** How a run is shown: a flow holds no worker itself, but while its steps work people call that running. */
export const shownStatus = ({ status, is_at_work: isAtWork }: Pick<JobRow, 'status' | 'is_at_work'>): JobStatus =>
  status === 'waiting' && isAtWork ? 'running' : status;

/** What a run is called where there is room for a few words only. */
export function titleOfRun(run: Pick<JobRow, 'kind' | 'path' | 'trigger_kind' | 'trigger_path'> & { entry?: string | null }): string {
  const { kind, path } = run;
  const name = splitPath(path).name;
  const place = placeInFlow(run);
  // The code of a step is not deployed by itself, but it is no test either.
  if (kind === 'task' && run.entry) return `${name} › ${run.entry}`;
  if ((kind === 'preview' || kind === 'agent_preview') && place) return place.step;
  if (kind === 'preview') return name === '' ? 'Test of new code' : `Test of ${name}`;
  if (kind === 'flow_preview') return name === '' ? 'Test of a new flow' : `Test of ${name}`;
  if (kind === 'agent_preview') return name === '' ? 'Test of a new agent' : `Test of ${name}`;
  if (kind === 'dependencies') return name === '' ? 'Dependencies' : `Dependencies of ${name}`;
  return name;
}

/** Whether a run is that of a flow. */
export const isFlowRun = (kind: JobRow['kind']): boolean => kind === 'flow' || kind === 'flow_preview';

/** Whether a run is that of an agent. */
export const isAgentRun = (kind: JobRow['kind']): boolean => kind === 'agent' || kind === 'agent_preview';

/** Words for the kinds of runs, for filters and lists. */
export const kindLabels: Readonly<Record<JobRow['kind'], string>> = {
  script: 'Script',
  flow: 'Flow',
  preview: 'Test',
  flow_preview: 'Test of a flow',
  agent: 'Agent',
  agent_preview: 'Test of an agent',
  task: 'Task',
  dependencies: 'Dependencies',
};

/** What a run ran: a script, a flow, an agent, or the code of a step, which is part of its flow. */
export type Ran = { readonly folder: 'scripts' | 'flows' | 'agents'; readonly path: string; readonly step: string | null };

/** Which object a run is one of, and which step of it. The code of a step has a path below that of its flow, at which nothing is. */
export function ranOf(run: Pick<JobRow, 'kind' | 'path' | 'trigger_kind' | 'trigger_path'>): Ran {
  const { kind, path } = run;
  const place = kind === 'preview' || kind === 'agent_preview' ? placeInFlow(run) : null;
  if (place) return { folder: 'flows', path: path.endsWith(`/${place.step}`) ? path.slice(0, -place.step.length - 1) : path, step: place.step };
  return { folder: isFlowRun(kind) ? 'flows' : isAgentRun(kind) ? 'agents' : 'scripts', path, step: null };
}

/** Where the page of what ran is. */
export function addressOfRunnable(workspace: string, run: Parameters<typeof ranOf>[0]): string {
  const { folder, path } = ranOf(run);
  return `/w/${workspace}/${folder}/${path}`;
}

/** Words for a stretch of a run's time. */
export const segmentWords: Readonly<Record<SegmentKind, string>> = {
  scheduled: 'Scheduled for later',
  queued: 'Queued',
  starting: 'Starting',
  running: 'Running',
  retry: 'Waiting to try again',
  waiting: 'Waiting',
  earlier: 'Earlier attempt, handed back',
};

const ends: Partial<Record<JobStatus, string>> = { succeeded: 'succeeded', failed: 'failed', cancelled: 'was cancelled', skipped: 'was skipped' };

/** What a screen reader says when the state of a run changes. */
export function announcementOf(job: Pick<Job, 'status' | 'error'>): string {
  const end = ends[job.status];
  if (end === undefined) return `Run is ${job.status}.`;
  const said = `Run ${end}${job.error ? `: ${job.error.message.slice(0, 200)}` : ''}`;
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

/** Why a run ended without running, or was stopped, in a sentence; null where the state says it all. */
export function explanationOf(job: Pick<Job, 'status' | 'cancelled_by' | 'cancel_reason' | 'merged_into'>): string | null {
  if (job.status === 'cancelled' && job.cancelled_by)
    return `Cancelled by ${nameOfActor(job.cancelled_by)}${job.cancel_reason ? `: ${job.cancel_reason}` : ''}.`;
  if (job.status === 'skipped' && job.merged_into) return 'Skipped: several calls came close together and became one run.';
  return null;
}
