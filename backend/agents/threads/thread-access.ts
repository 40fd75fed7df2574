import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { Database, runIn, type Statement, type Transaction } from '../../database/database.ts';
import { Parameters } from '../../database/parameters.ts';
import { visibleJobs } from '../../jobs/list-jobs.sql.ts';
import type { ThreadSource } from '../threads.contract.ts';

/** A thread as it stands in the table. */
export type ThreadRecord = {
  id: string;
  workspace_id: string;
  user_id: string | null;
  title: string;
  agent_path: string;
  source: ThreadSource;
  status: 'idle' | 'running' | 'waiting' | 'failed';
  head_id: string | null;
  shared_with: string[];
  next_seq: number;
  created_by: string;
  created_at: Date;
  updated_at: Date;
  sort_key: string;
};

/** Columns of {@link ThreadRecord}. */
export const threadColumns =
  't.id, t.workspace_id, t.user_id, t.title, t.agent_path, t.source, t.status, t.head_id, t.shared_with, t.next_seq, t.created_by, t.created_at, t.updated_at, t.updated_at::text as sort_key';

/** Everyone under whose name a thread may have been shared with a person. */
export const subjectsOf = (auth: Auth): string[] => [subjectOf(auth), ...auth.groups.map((group) => `g/${group}`)];

/**
 * Who may see threads. A chat belongs to one person, who may share it to be read. A run from elsewhere is a thread for whoever may see its job. Jobs
 * have no threads of their own: code that runs as a person must not read, or give away, what this person talks about.
 */
@Injectable()
export class ThreadAccess {
  constructor(private readonly database: Database) {}

  async readable(auth: Auth, id: string): Promise<ThreadRecord> {
    requirePerson(auth);
    const [thread] = await this.database.run<ThreadRecord>(findReadable(auth, id));
    if (!thread) throw notFound(id);
    return thread;
  }

  /** The thread of its owner, locked to the end of the transaction. */
  async own(transaction: Transaction, auth: Auth, id: string): Promise<ThreadRecord> {
    requirePerson(auth);
    const [thread] = await runIn<ThreadRecord>(transaction, {
      text: `select ${threadColumns} from thread t where t.id = $1 and t.workspace_id = $2 and t.user_id = $3 for update`,
      values: [id, auth.workspaceId, auth.userId],
    });
    if (thread) return thread;
    await this.readable(auth, id);
    throw new AppError('thread/read_only', 'This conversation belongs to somebody else. You may read it; begin one of your own to go on.', { thread: id });
  }
}

/** Throws for code that runs as a person. */
export function requirePerson(auth: Auth): void {
  if (auth.via.kind === 'session' || auth.via.kind === 'token' || auth.via.kind === 'slack') return;
  throw new AppError('access/forbidden', 'A job has no conversations. Run the agent by its path instead.');
}

const notFound = (id: string): AppError => new AppError('thread/not_found', 'There is no such conversation, or you may not see it.', { thread: id });

function findReadable(auth: Auth, id: string): Statement {
  const parameters = new Parameters();
  const text = `
select ${threadColumns} from thread t
where t.id = ${parameters.add(id)} and t.workspace_id = ${parameters.add(auth.workspaceId)}
  and (t.user_id = ${parameters.add(auth.userId)} or t.shared_with && ${parameters.add(subjectsOf(auth))}::text[]
    or (t.source <> 'chat' and exists (select from agent_run r join job on job.id = r.job_id where r.thread_id = t.id and ${visibleJobs(auth, parameters)})))`;
  return { text, values: parameters.values };
}
