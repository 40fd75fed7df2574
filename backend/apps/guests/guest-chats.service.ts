import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { chunkForGuest, messageForGuest } from '../../agents/core/guest-parts.ts';
import { titleOf } from '../../agents/core/title.ts';
import { AgentStarts } from '../../agents/runs/agent-starts.service.ts';
import { threadColumns, type ThreadRecord } from '../../agents/threads/thread-access.ts';
import { ThreadFiles } from '../../agents/threads/thread-files.service.ts';
import { ThreadStream } from '../../agents/threads/thread-stream.ts';
import { readMessages } from '../../agents/threads/thread-view.ts';
import type { Attachment, MessagePart } from '../../agents/threads.contract.ts';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import type { MillraceRequest } from '../../common/request.ts';
import { Database, runIn, type Transaction } from '../../database/database.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import type { AppFileEntity } from '../app-file.entity.ts';
import { AppFilesService } from '../app-files.service.ts';
import { AppRunsService } from '../app-runs.service.ts';
import { newReleaseError, noSuchAction } from '../app-viewing.service.ts';
import type { PolicyEntry } from '../core/policy.ts';
import { guestActions } from '../core/viewer.ts';
import type { Guest } from './guest.ts';
import { GuestAccess, type GuestVisit } from './guest-access.service.ts';
import type { GuestChat, SaidAsGuest, SayAsGuest } from './guest-chats.contract.ts';
import { GuestFilesService } from './guest-files.service.ts';
import { GuestLimitsService } from './guest-limits.service.ts';
import { ThreadTickets, type ThreadHolder } from './thread-tickets.ts';

/** Messages of one conversation; more than that is not one. */
const mostMessages = 200;
/** A stream is asked for anew after that time, and looked at then whether its guest may still have it. */
const streamMs = 60_000;

/**
 * Conversations of people without an account with the agent of an action that the release opens to them. Everything runs as the author, within the limits
 * of the app for guests and the budgets of the workspace. A guest reaches the conversation that they hold a ticket for, and no other.
 */
@Injectable()
export class GuestChats {
  constructor(
    private readonly database: Database,
    private readonly access: GuestAccess,
    private readonly limits: GuestLimitsService,
    private readonly appRuns: AppRunsService,
    private readonly starts: AgentStarts,
    private readonly tickets: ThreadTickets,
    private readonly stream: ThreadStream,
    private readonly guestFiles: GuestFilesService,
    private readonly appFiles: AppFilesService,
    private readonly threadFiles: ThreadFiles,
  ) {}

  /** Says something; the answer begins. The conversation is made with its first message. */
  async say(request: MillraceRequest, workspaceId: string, path: string, action: string, input: SayAsGuest): Promise<SaidAsGuest> {
    const { version, text, ticket } = input;
    const visit = await this.access.enter(request, workspaceId, path);
    const { guest, app, document } = visit;
    if (app.item.currentVersion !== version) throw newReleaseError(app.item.currentVersion);
    const entry = guestActions(document, app.version.policy, guest).find((candidate) => candidate.action === action && candidate.kind === 'agent');
    if (!entry) throw noSuchAction(action);
    const known = ticket === null ? null : this.threadOf(visit, ticket);
    if (known !== null) await this.requireIdle(this.database.manager, visit, known, entry.path);
    await this.limits.countRun(workspaceId, path, guest, guest.kind === 'anonymous' ? document.audience.anonymous : undefined);
    const threadId = known ?? newId();
    const given = await this.guestFiles.take(visit, input.files);
    const earlier = await this.earlier(known, input.instead_of);
    if (text === '' && given.length === 0 && earlier.files.length === 0) throw new AppError('request/invalid', 'Write something, or give a file.');
    const files = await this.copies(given);
    await this.write(visit, entry, { threadId, isNew: known === null, text, files, earlier });
    for (const file of given) await this.appFiles.removeOf(file, { workspaceId, actor: guest.createdBy });
    return { ticket: this.tickets.issue(holderOf(visit), threadId) };
  }

  async view(request: MillraceRequest, workspaceId: string, path: string, ticket: string): Promise<GuestChat> {
    const visit = await this.access.enter(request, workspaceId, path);
    const id = this.threadOf(visit, ticket);
    return this.database.transaction(async (transaction) => {
      await transaction.query('set transaction isolation level repeatable read, read only');
      const { messages, streamSeq } = await readMessages(transaction, await this.find(transaction, visit, id));
      return { messages: messages.map(messageForGuest), stream_seq: streamSeq };
    });
  }

  /** The answer that is being written, as server-sent events. */
  async follow(request: MillraceRequest, workspaceId: string, path: string, ticket: string, after: number, response: Response): Promise<void> {
    const visit = await this.access.enter(request, workspaceId, path);
    const { id } = await this.find(this.database.manager, visit, this.threadOf(visit, ticket));
    await this.stream.sendFor(streamMs, { threadId: id, after }, response, chunkForGuest);
  }

  /** Stops the answer that is being written, if one is. */
  async stop(request: MillraceRequest, workspaceId: string, path: string, ticket: string): Promise<void> {
    const visit = await this.access.enter(request, workspaceId, path);
    const { id } = await this.find(this.database.manager, visit, this.threadOf(visit, ticket));
    const rows = await this.database.run<{ job_id: string }>({
      text: `select job_id from message where thread_id = $1 and status in ('running', 'waiting') and job_id is not null`,
      values: [id],
    });
    const jobs = rows.map(({ job_id: job }) => job);
    if (jobs.length > 0) await this.database.run(cancelJobs(workspaceId, jobs, visit.guest.createdBy, 'Stopped in the chat'));
  }

  private async write(visit: GuestVisit, entry: PolicyEntry, { threadId, isNew, text, files, earlier }: Said): Promise<void> {
    const { guest, app } = visit;
    const { workspaceId } = app.item;
    const { identity, args, options } = await this.appRuns.agentOfGuest(guest, app, entry, { message: text });
    const attachments = [...earlier.files, ...files].map((attachment): MessagePart => ({ type: 'file', attachment }));
    const { job, run } = await this.starts.prepare(identity, entry.path, args, { ...options, source: 'app', threadId, attachments });
    await this.database.transaction(async (transaction) => {
      const title = titleOf(text || (files[0]?.name ?? ''));
      if (isNew) await transaction.query(newThread, [threadId, workspaceId, title, entry.path, guest.createdBy]);
      const { head_id: headId } = await this.requireIdle(transaction, visit, threadId, entry.path, 'for update');
      const parentId = earlier.parentId === undefined ? headId : earlier.parentId;
      for (const file of files) await this.threadFiles.write(transaction, { workspaceId, threadId, createdBy: guest.createdBy }, file);
      await this.starts.write(transaction, { job, run: { ...run, question: run.question && { ...run.question, parentId } } });
    });
  }

  /** A question that is worded anew: its files stay, and what is said now stands where it stood. */
  private async earlier(threadId: string | null, questionId: string | null): Promise<Earlier> {
    if (questionId === null) return { parentId: undefined, files: [] };
    const [question] = await this.database.run<{ parent_id: string | null; parts: MessagePart[] }>({
      text: `select parent_id, parts from message where thread_id = $1 and id = $2 and role = 'user'`,
      values: [threadId, questionId],
    });
    if (!question) throw new AppError('thread/message_not_found', 'There is no such question in this conversation.');
    return { parentId: question.parent_id, files: question.parts.flatMap((part) => (part.type === 'file' ? [part.attachment] : [])) };
  }

  /** From now on they belong to the conversation, and nothing else reaches them. */
  private copies(given: readonly AppFileEntity[]): Promise<Attachment[]> {
    return Promise.all(given.map(async (file) => this.threadFiles.keep(file.name, await buffer(this.appFiles.contentOf(file)))));
  }

  private threadOf(visit: GuestVisit, ticket: string): string {
    const id = this.tickets.read(holderOf(visit), ticket);
    if (id === null) throw noChat();
    return id;
  }

  private async find(transaction: Transaction, { app, guest }: GuestVisit, id: string, lock = ''): Promise<ThreadRecord> {
    const [thread] = await runIn<ThreadRecord>(transaction, {
      text: `select ${threadColumns} from thread t where t.id = $1 and t.workspace_id = $2 and t.user_id is null and t.source = 'app' and t.created_by = $3 ${lock}`,
      values: [id, app.item.workspaceId, guest.createdBy],
    });
    if (!thread) throw noChat();
    return thread;
  }

  /** What was said to one agent is not told to another: a ticket is good for the action in which the conversation was begun. */
  private async requireIdle(transaction: Transaction, visit: GuestVisit, id: string, agent: string, lock = ''): Promise<ThreadRecord> {
    const thread = await this.find(transaction, visit, id, lock);
    if (thread.agent_path !== agent) throw noChat();
    if (thread.status === 'running' || thread.status === 'waiting')
      throw new AppError('thread/busy', 'The agent has not answered yet. Wait for it, or stop it first.');
    const [{ count } = { count: 0 }] = await runIn<{ count: number }>(transaction, {
      text: 'select count(*)::integer as count from message where thread_id = $1',
      values: [id],
    });
    if (count >= mostMessages) throw new AppError('thread/read_only', 'This conversation has become too long. Begin a new one.');
    return thread;
  }
}

/** What a question that is worded anew leaves to the one that takes its place. */
type Earlier = { parentId: string | null | undefined; files: readonly Attachment[] };

type Said = { threadId: string; isNew: boolean; text: string; files: readonly Attachment[]; earlier: Earlier };

/** Belongs to no member, so that it stands in nobody's list; a name that a model would find costs money, so it has one. */
const newThread = `insert into thread (id, workspace_id, user_id, title, is_title_final, agent_path, source, created_by) values ($1, $2, null, $3, true, $4, 'app', $5)`;

const holderOf = ({ app, guest }: { app: GuestVisit['app']; guest: Guest }): ThreadHolder => ({
  workspaceId: app.item.workspaceId,
  appId: app.item.id,
  createdBy: guest.createdBy,
});

const noChat = (): AppError => new AppError('thread/not_found', 'There is no such conversation.');
