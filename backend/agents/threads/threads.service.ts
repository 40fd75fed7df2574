import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { readUnknown } from '../../approvals/open-approval.sql.ts';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import { toPage, type Page } from '../../common/page.ts';
import { Database, runIn, runNamed, type Transaction } from '../../database/database.ts';
import { Events } from '../../events/events.service.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { AgentSources } from '../agent-sources.ts';
import type { CreateThread, GiveFeedback, MessageSent, SendMessage, Thread, ThreadQuery, ThreadRow, ThreadSource, UpdateThread } from '../threads.contract.ts';
import { AgentVolumes } from '../volumes/agent-volumes.service.ts';
import { listThreads } from './list-threads.sql.ts';
import { requirePerson, ThreadAccess, threadColumns, type ThreadRecord } from './thread-access.ts';
import { ThreadMessages } from './thread-messages.service.ts';
import { readThread, toThreadRow } from './thread-view.ts';
import { newestBelow } from './thread-view.sql.ts';

/** Conversations with agents: on the server, from the first word to the last. What a client sends is one message; what was said before stands here. */
@Injectable()
export class Threads {
  constructor(
    private readonly database: Database,
    private readonly access: ThreadAccess,
    private readonly messages: ThreadMessages,
    private readonly sources: AgentSources,
    private readonly events: Events,
    private readonly volumes: AgentVolumes,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  async list(auth: Auth, query: ThreadQuery): Promise<Page<ThreadRow>> {
    requirePerson(auth);
    const rows = await this.database.run<ThreadRecord>(listThreads(auth, query));
    return toPage(
      rows,
      query.limit,
      (row) => toThreadRow(auth, row),
      (row) => [row.sort_key, row.id],
    );
  }

  async get(auth: Auth, id: string): Promise<Thread> {
    await this.access.readable(auth, id);
    return this.read(auth, id);
  }

  /** Begins a conversation with an agent that one may run. */
  async create(auth: Auth, { agent, title }: CreateThread, source: ThreadSource = 'chat'): Promise<Thread> {
    requirePerson(auth);
    requireAccess(auth, 'jobs:run', { kind: 'agent', path: agent });
    await this.sources.sourceFor(auth.workspaceId, agent, null);
    const id = newId();
    await this.database.run({
      text: 'insert into thread (id, workspace_id, user_id, title, is_title_final, agent_path, source, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      values: [id, auth.workspaceId, auth.userId, title, title !== '', agent, source, subjectOf(auth)],
    });
    return this.read(auth, id);
  }

  async update(auth: Auth, id: string, { title, shared_with: sharedWith, head_id: headId }: UpdateThread): Promise<Thread> {
    await this.database.transaction(async (transaction) => {
      const thread = await this.access.own(transaction, auth, id);
      if (title !== undefined) await transaction.query('update thread set title = $2, is_title_final = true where id = $1', [id, title]);
      if (headId !== undefined) await this.showBranch(transaction, thread, headId);
      if (sharedWith !== undefined) await this.share(transaction, auth, thread, sharedWith);
      await transaction.query(`select pg_notify('millrace_thread', $1)`, [id]);
    });
    return this.read(auth, id);
  }

  /** Deletes it with its messages and files. A run that is under way is cancelled; runs stay on record until their time is over. */
  async delete(auth: Auth, id: string): Promise<void> {
    const keys = await this.database.transaction(async (transaction) => {
      const thread = await this.access.own(transaction, auth, id);
      await this.cancelRuns(transaction, auth, thread, 'The conversation was deleted');
      const files = (await transaction.query('select object_key from thread_file where thread_id = $1', [id])) as { object_key: string }[];
      await transaction.query('delete from thread where id = $1', [id]);
      await this.events.record(transaction, auth, { action: 'thread.deleted', objectKind: 'thread', objectPath: thread.agent_path, details: { id } });
      return files.map(({ object_key: key }) => key);
    });
    for (const key of keys) await this.objects.delete(key);
    await this.volumes.forget();
  }

  /** Says something; the answer begins. The one way in for chats and for Slack. */
  send(auth: Auth, id: string, input: SendMessage): Promise<MessageSent> {
    return this.messages.send(auth, id, input);
  }

  /** Asks for another answer at the place of a message. */
  retry(auth: Auth, id: string, messageId: string): Promise<MessageSent> {
    return this.messages.retry(auth, id, messageId);
  }

  /** Stops the answer that is being written, if one is. */
  async stop(auth: Auth, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const thread = await this.access.own(transaction, auth, id);
      await this.cancelRuns(transaction, auth, thread, 'Stopped in the chat');
    });
  }

  /** Says how good an answer was; `null` takes it back. */
  async giveFeedback(auth: Auth, id: string, messageId: string, { rating, comment, correction }: GiveFeedback): Promise<void> {
    const thread = await this.access.readable(auth, id);
    if (thread.user_id !== auth.userId) throw new AppError('thread/read_only', 'Only who asked says how good an answer was.', { thread: id });
    await this.database.transaction(async (transaction) => {
      const feedback = rating === null ? null : JSON.stringify({ rating, comment, correction });
      const rows = await runIn<{ id: string }>(transaction, {
        text: `with rated as (update message set feedback = $3::jsonb where id = $2 and thread_id = $1 and role = 'assistant' returning id) select id from rated`,
        values: [id, messageId, feedback],
      });
      if (rows.length === 0) throw new AppError('thread/message_not_found', 'There is no such answer in this conversation.', { message: messageId });
      await this.events.record(transaction, auth, {
        action: 'thread.rated',
        objectKind: 'thread',
        objectPath: thread.agent_path,
        details: { id, message: messageId, rating },
      });
    });
  }

  private read(auth: Auth, id: string): Promise<Thread> {
    return this.database.transaction(async (transaction) => {
      await transaction.query('set transaction isolation level repeatable read, read only');
      const thread = await readRecord(transaction, id);
      return readThread(transaction, auth, thread);
    });
  }

  private async showBranch(transaction: Transaction, thread: ThreadRecord, messageId: string): Promise<void> {
    if (thread.status === 'running' || thread.status === 'waiting')
      throw new AppError('thread/busy', 'An answer is being written. Wait for it, or stop it, before you look at another branch.', { thread: thread.id });
    const [head] = await runNamed<{ id: string }>(transaction, newestBelow(thread.id, messageId));
    if (!head) throw new AppError('thread/message_not_found', 'There is no such message in this conversation.', { message: messageId });
    await transaction.query('update thread set head_id = $2 where id = $1', [thread.id, head.id]);
  }

  private async share(transaction: Transaction, auth: Auth, thread: ThreadRecord, sharedWith: readonly string[]): Promise<void> {
    const subjects = [...new Set(sharedWith)].sort();
    const odd = subjects.find((subject) => !/^[ug]\/[A-Za-z0-9._-]+$/.test(subject));
    const [unknown] = odd !== undefined ? [{ name: odd }] : await runIn<{ name: string }>(transaction, readUnknown(auth.workspaceId, subjects));
    if (unknown)
      throw new AppError('request/invalid', `There is no "${unknown.name}" in this workspace. Share with u/<username> or g/<group>.`, {
        subject: unknown.name,
      });
    await transaction.query('update thread set shared_with = $2 where id = $1', [thread.id, subjects]);
    await this.events.record(transaction, auth, {
      action: 'thread.shared',
      objectKind: 'thread',
      objectPath: thread.agent_path,
      details: { id: thread.id, shared_with: subjects, shared_with_before: thread.shared_with },
    });
  }

  private async cancelRuns(transaction: Transaction, auth: Auth, thread: ThreadRecord, reason: string): Promise<void> {
    const rows = await runIn<{ job_id: string }>(transaction, {
      text: `select job_id from message where thread_id = $1 and status in ('running', 'waiting') and job_id is not null`,
      values: [thread.id],
    });
    if (rows.length === 0) return;
    const ids = rows.map(({ job_id: id }) => id);
    const { text, values } = cancelJobs(auth.workspaceId, ids, subjectOf(auth), reason);
    await runIn(transaction, { text, values });
    await this.events.record(transaction, auth, {
      action: 'job.cancelled',
      objectKind: 'job',
      objectPath: ids[0] ?? '',
      details: { count: ids.length, ids, reason },
    });
  }
}

async function readRecord(transaction: Transaction, id: string): Promise<ThreadRecord> {
  const [thread] = await runIn<ThreadRecord>(transaction, { text: `select ${threadColumns} from thread t where t.id = $1`, values: [id] });
  if (!thread) throw new AppError('thread/not_found', 'There is no such conversation, or you may not see it.', { thread: id });
  return thread;
}
