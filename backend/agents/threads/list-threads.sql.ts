import type { Auth } from '../../access/core/auth.ts';
import { decodeCursor } from '../../common/page.ts';
import type { Statement } from '../../database/database.ts';
import { containing, Parameters } from '../../database/parameters.ts';
import type { ThreadQuery } from '../threads.contract.ts';
import { subjectsOf, threadColumns } from './thread-access.ts';

/** A page of threads, the ones that changed last first. Without a source those that come about on the way, by other agents, tests and evaluations, are left out. */
export function listThreads(auth: Auth, query: ThreadQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`t.workspace_id = ${parameters.add(auth.workspaceId)}`];
  if (query.scope === 'mine') conditions.push(`t.user_id = ${parameters.add(auth.userId)}`);
  else conditions.push(`t.shared_with && ${parameters.add(subjectsOf(auth))}::text[]`, `t.user_id is distinct from ${parameters.add(auth.userId)}`);
  if (query.source) conditions.push(`t.source = ${parameters.add(query.source)}`);
  else conditions.push(`t.source not in ('agent', 'editor', 'evaluation')`);
  if (query.agent) conditions.push(`t.agent_path = ${parameters.add(query.agent)}`);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(t.title ilike ${pattern} or exists (select from message m where m.thread_id = t.id and m.words ilike ${pattern}))`);
  }
  const after = decodeCursor(query.after, ['time', 'id']);
  if (after) conditions.push(`(t.updated_at, t.id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  const text = `select ${threadColumns} from thread t where ${conditions.join(' and ')} order by t.updated_at desc, t.id desc limit ${parameters.add(query.limit + 1)}`;
  return { text, values: parameters.values };
}
