import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { isAppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { isLive } from '../jobs/core/job-status.ts';
import type { Job } from '../jobs/jobs.contract.ts';
import { JobsService } from '../jobs/jobs.service.ts';
import { DueTimes } from '../queue/due-times.ts';
import { slackRunEndedTask, slackRunTask } from '../queue/task-names.ts';
import { answerMessage, runMessage, type Message, type RunState } from './core/run-message.ts';
import { SlackCallError } from './slack-call-error.ts';
import { SlackClients } from './slack-clients.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { SlackPeople } from './slack-people.service.ts';
import { SlackTasks } from './slack-tasks.ts';
import { SlackRunEntity } from './slack-work.entity.ts';
import { claimSending, queueRunUpdate, releaseSending } from './slack-work.sql.ts';

/** Where a run was asked for, and where it is told of. */
export type Origin = { slackUserId: string; channel: string; threadTs: string | null; responseUrl: string | null };

/** A job that was begun in Slack. */
export type BegunRun = { jobId: string; title: string; isPrivate: boolean; isConversation: boolean };

/** Slack takes five answers in half an hour; two are kept for the end, which may be told twice after a crash. */
const mostUses = 5;
const mostProgressUses = 3;
const responseMinutes = 29;

/** When a run that goes on is looked at again. Its end is told at once, whenever it comes, as is that it waits for a decision. */
const looksMs = [1_500, 5_000, 15_000, 60_000];

/** Tells Slack how runs stand that were begun there: at first, as they go on, and how they ended. */
@Injectable()
export class SlackRuns implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly installs: SlackInstalls,
    private readonly clients: SlackClients,
    private readonly people: SlackPeople,
    private readonly jobs: JobsService,
    private readonly tasks: SlackTasks,
    private readonly dueTimes: DueTimes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.tasks.add<{ id: string; look: number }>(slackRunTask, (payload) => this.tell(payload));
    this.tasks.add<{ id: string }>(slackRunEndedTask, ({ id }) => this.ended(id));
  }

  /** Follows a job. The same job is followed once, however often this is called. */
  async follow(install: SlackInstallEntity, auth: Auth, { jobId, title, isPrivate, isConversation }: BegunRun, origin: Origin): Promise<void> {
    const sealed = await this.installs.sealUrl(install, origin.responseUrl);
    const [row] = await this.database.run<{ id: string }>({
      text: `
insert into slack_run (id, install_id, workspace_id, job_id, title, slack_user_id, user_id, channel, thread_ts, is_private, is_conversation, response_url, response_until)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now() + make_interval(mins => ${responseMinutes}))
on conflict (job_id) do nothing returning id`,
      values: [
        newId(),
        install.id,
        install.workspaceId,
        jobId,
        title,
        origin.slackUserId,
        auth.userId,
        origin.channel,
        origin.threadTs,
        isPrivate,
        isConversation,
        sealed,
      ],
    });
    if (row) await this.database.run(queueRunUpdate(row.id, 0));
  }

  /** A job waits for a decision: who asked for it in Slack, or for what it is a part of, is told. */
  async waits(jobId: string): Promise<void> {
    const rows = await this.database.run<{ id: string }>({
      text: 'select r.id from job j join slack_run r on r.job_id in (j.id, j.parent_id, j.root_id) where j.id = $1',
      values: [jobId],
    });
    for (const { id } of rows) await this.database.run(queueRunUpdate(id, looksMs.length));
  }

  /** A job has ended. One that is not followed yet is looked at as soon as it is. */
  private async ended(jobId: string): Promise<void> {
    const run = await this.database.manager.findOneBy(SlackRunEntity, { jobId });
    if (run) await this.tell({ id: run.id, look: looksMs.length });
  }

  private async tell({ id, look }: { id: string; look: number }): Promise<void> {
    if ((await this.database.run(claimSending('slack_run', id))).length === 0) return this.later(id, look, 1_000);
    try {
      const run = await this.database.manager.findOneBy(SlackRunEntity, { id });
      const install = run && (await this.installs.byId(run.installId));
      if (!run || !install || isFinal(run.shown)) return;
      const state = await this.stateOf(install, run);
      if (state === null) return;
      const key = state.kind === 'waiting' ? `waiting ${state.because}` : state.kind;
      if (key !== run.shown) await this.send(install, run, state, key);
      const delayMs = looksMs[look];
      if (!isFinal(key) && delayMs !== undefined) await this.later(id, look + 1, delayMs);
    } finally {
      await this.database.run(releaseSending('slack_run', id));
    }
  }

  private async later(id: string, look: number, delayMs: number): Promise<void> {
    await this.database.run(queueRunUpdate(id, look, delayMs));
    this.dueTimes.note(delayMs);
  }

  /** As the person sees it who asked: what was taken from them meanwhile is not told. `null` when there is nothing to tell. */
  private async stateOf(install: SlackInstallEntity, run: SlackRunEntity): Promise<RunState | null> {
    try {
      const auth = await this.people.identifyKnown(install, run.slackUserId);
      const job = await this.jobs.get(auth, run.jobId);
      if (isLive(job.status)) {
        const because = job.status === 'waiting' && !job.is_at_work ? job.waiting_for?.message : undefined;
        return because === undefined ? { kind: job.status === 'queued' ? 'queued' : 'running' } : { kind: 'waiting', because };
      }
      if (job.status === 'failed') return { kind: 'failed', message: job.error?.message ?? 'It failed.' };
      if (job.status === 'cancelled') return { kind: 'cancelled', reason: job.cancel_reason };
      if (job.status === 'skipped') return { kind: 'skipped' };
      const isElsewhere = job.has_result && job.result === null && (job.result_size ?? 0) > 4;
      return { kind: 'succeeded', result: isElsewhere ? 'The result is too large for a message. Open the run to see it.' : answerOf(job) };
    } catch (error) {
      if (isAppError(error) && error.status < 500) return null;
      throw error;
    }
  }

  private async send(install: SlackInstallEntity, run: SlackRunEntity, state: RunState, key: string): Promise<void> {
    const url = `${baseUrl(this.config)}/w/${run.workspaceId}/runs/${run.jobId}`;
    const message = run.isConversation ? answerMessage(url, state) : runMessage({ title: run.title, url }, state);
    const isLast = isFinal(key);
    const canRespond = run.responseUrl !== null && run.messageTs === null && run.responseUntil !== null && run.responseUntil > new Date();
    const isLeft = canRespond && run.responseUses < (isLast ? mostUses : mostProgressUses);
    if (isLeft) await this.respond(install, run, message, isLast);
    // Without an address to answer at, progress is told only where a message of ours can be changed.
    else if (!canRespond || isLast) await this.post(install, run, message);
    await this.database.manager.update(SlackRunEntity, { id: run.id }, { shown: key });
  }

  private async respond(install: SlackInstallEntity, run: SlackRunEntity, message: Message, isLast: boolean): Promise<void> {
    const address = await this.installs.openUrl(install, run.responseUrl);
    await this.database.manager.increment(SlackRunEntity, { id: run.id }, 'responseUses', 1);
    try {
      await this.clients.respond(install, address ?? '', {
        response_type: run.isPrivate ? 'ephemeral' : 'in_channel',
        replace_original: run.responseUses > 0,
        text: message.text,
        blocks: message.blocks,
      });
    } catch (error) {
      // An address that is used up is no reason to lose the end of a run.
      if (!(error instanceof SlackCallError) || error.isTransient || !isLast) throw error;
      await this.post(install, run, message);
    }
  }

  private async post(install: SlackInstallEntity, run: SlackRunEntity, { text, blocks }: Message): Promise<void> {
    if (run.messageTs !== null) {
      await this.clients.call(install, 'chat.update', { channel: run.channel, ts: run.messageTs, text, blocks });
      return;
    }
    // What is private goes to the person, wherever they asked; unless it is a thread, whose readers have read the question.
    const channel = run.isPrivate && run.threadTs === null ? run.slackUserId : run.channel;
    const sent = await this.clients.call(install, 'chat.postMessage', {
      channel,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
      ...(run.threadTs === null ? {} : { thread_ts: run.threadTs }),
    });
    await this.database.manager.update(SlackRunEntity, { id: run.id }, { messageTs: sent['ts'] as string, channel: sent['channel'] as string });
  }
}

/** Of an agent its answer; that it also gives all that was said is for programs. */
const answerOf = ({ kind, result }: Job): unknown =>
  kind === 'agent' && typeof result === 'object' && result !== null && 'output' in result ? result.output : result;

const isFinal = (shown: string | null): boolean => shown !== null && ['succeeded', 'failed', 'cancelled', 'skipped'].includes(shown);
