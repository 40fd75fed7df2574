import { Injectable } from '@nestjs/common';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database, runIn, type Transaction } from '../../database/database.ts';
import { AgentSources } from '../agent-sources.ts';
import { titleOf } from '../core/title.ts';
import { AgentStarts, type AgentDraft, type AgentRunOptions } from '../runs/agent-starts.service.ts';
import type { Attachment, MessagePart, MessageSent, SendMessage } from '../threads.contract.ts';
import { ThreadAccess, type ThreadRecord } from './thread-access.ts';
import { isWritable } from './thread-view.ts';

type MessageRow = { id: string; parent_id: string | null; role: 'user' | 'assistant'; parts: MessagePart[]; input: JsonObject; status: string };
type FileRow = { id: string; name: string; media_type: string; size: number };

/** Writes messages into threads and has them answered: the message, the answer and the job are one transaction, under the lock of the thread. */
@Injectable()
export class ThreadMessages {
  constructor(
    private readonly database: Database,
    private readonly access: ThreadAccess,
    private readonly sources: AgentSources,
    private readonly starts: AgentStarts,
  ) {}

  /** A message after the end of the branch that is shown, or after an earlier answer, which makes a branch. */
  async send(auth: Auth, id: string, { text, input, attachments, parent_id: parentId, model }: SendMessage): Promise<MessageSent> {
    const { manager } = this.database;
    const thread = await this.openThread(manager, auth, id);
    if (text.trim() === '' && attachments.length === 0) throw new AppError('request/invalid', 'Write something, or attach a file.');
    const files = await this.takeFiles(manager, thread, attachments);
    await this.requireModel(auth, thread, model);
    const options = { attachments: files.map((attachment): MessagePart => ({ type: 'file', attachment })), model };
    const { job, run } = await this.prepare(auth, thread, { ...input, message: text }, options);
    return this.database.transaction(async (transaction) => {
      // Only under its lock is it known where the thread ends.
      const { head_id: headId } = await this.openThread(transaction, auth, id);
      const after = parentId === undefined ? headId : parentId;
      if (after !== null) await this.requireAnswer(transaction, thread, after);
      const sent = await this.write(transaction, { job, run: { ...run, question: run.question && { ...run.question, parentId: after } } });
      if (files.length > 0)
        await transaction.query('update thread_file set message_id = $2 where id = any($1::uuid[])', [files.map((file) => file.id), sent.message_id]);
      // The first words of the first question are its name, until a model or a person finds a better one.
      await transaction.query(`update thread set title = $2 where id = $1 and title = ''`, [id, titleOf(text || (files[0]?.name ?? ''))]);
      return sent;
    });
  }

  /** Another answer to the question of a message, or to the message itself where it is one. */
  async retry(auth: Auth, id: string, messageId: string): Promise<MessageSent> {
    const { manager } = this.database;
    const thread = await this.openThread(manager, auth, id);
    const message = await this.message(manager, thread, messageId);
    const question = message.role === 'user' ? message : await this.message(manager, thread, message.parent_id ?? '');
    const words = question.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
    const draft = await this.prepare(auth, thread, { ...question.input, message: words }, { questionId: question.id });
    return this.database.transaction(async (transaction) => {
      await this.openThread(transaction, auth, id);
      return this.write(transaction, draft);
    });
  }

  /**
   * What is asked of the database for this is asked before the transaction: one that waited for a second connection would wait for others like it, and
   * as many messages at once as there are connections would stand still.
   */
  private prepare(auth: Auth, thread: ThreadRecord, args: JsonObject, options: Partial<AgentRunOptions>): Promise<AgentDraft> {
    return this.starts.prepare(auth, thread.agent_path, args, { ...options, triggerKind: 'chat', source: thread.source, threadId: thread.id });
  }

  private async write(transaction: Transaction, draft: AgentDraft): Promise<MessageSent> {
    await this.starts.write(transaction, draft);
    return { message_id: draft.run.question?.id ?? draft.run.answer.parentId, answer_id: draft.run.answer.id, job_id: draft.job.id };
  }

  private async openThread(transaction: Transaction, auth: Auth, id: string): Promise<ThreadRecord> {
    const thread = await this.access.own(transaction, auth, id);
    if (!isWritable(thread)) throw new AppError('thread/read_only', 'This conversation shows a run from elsewhere. Begin a new one to go on.', { thread: id });
    if (thread.status === 'running' || thread.status === 'waiting')
      throw new AppError('thread/busy', 'The agent has not answered yet. Wait for it, or stop it first.', { thread: id });
    requireAccess(auth, 'jobs:run', { kind: 'agent', path: thread.agent_path });
    return thread;
  }

  /** What follows a question is its answer, so a message stands after an answer. */
  private async requireAnswer(transaction: Transaction, thread: ThreadRecord, messageId: string): Promise<void> {
    const message = await this.message(transaction, thread, messageId);
    if (message.role !== 'assistant')
      throw new AppError('request/invalid', 'A message stands after an answer. To word a question anew, give the message before it.', { parent_id: messageId });
  }

  private async message(transaction: Transaction, thread: ThreadRecord, id: string): Promise<MessageRow> {
    const [row] = await runIn<MessageRow>(transaction, {
      text: `select id, parent_id, role, parts, input, status from message where thread_id = $1 and id::text = $2`,
      values: [thread.id, id],
    });
    if (!row) throw new AppError('thread/message_not_found', 'There is no such message in this conversation.', { message: id });
    return row;
  }

  /** Files belong to their thread. One that went with an earlier wording may go with a new one. */
  private async takeFiles(transaction: Transaction, thread: ThreadRecord, ids: readonly string[]): Promise<Attachment[]> {
    if (ids.length === 0) return [];
    const rows = await runIn<FileRow>(transaction, {
      text: 'select id, name, media_type, size from thread_file where thread_id = $1 and id = any($2::uuid[])',
      values: [thread.id, [...ids]],
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const file = byId.get(id);
      if (!file) throw new AppError('thread/file_not_found', 'A file of this message is not in this conversation. Attach it again.', { file: id });
      return file;
    });
  }

  private async requireModel(auth: Auth, thread: ThreadRecord, model: SendMessage['model']): Promise<void> {
    if (model === null) return;
    const { value } = await this.sources.sourceFor(auth.workspaceId, thread.agent_path, null);
    if ([value.model, ...value.models].some(({ resource, id }) => resource === model.resource && id === model.id)) return;
    throw new AppError('request/invalid', `This agent does not offer the model "${model.id}".`, { model: model.id });
  }
}
