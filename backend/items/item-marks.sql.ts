import { runIn, type Transaction } from '../database/database.ts';

/** Tables of what hangs on an item by its kind and path. */
const byKind = ['favourite', 'recent_item', 'draft'] as const;

/** Moves everything that hangs on an item to its new path: grants, stars, recent visits and drafts of everyone. */
export async function moveItemMarks(transaction: Transaction, workspaceId: string, kind: string, from: string, to: string): Promise<void> {
  const values = [workspaceId, kind, from, to];
  for (const table of byKind) {
    // Whoever already has one at the new place keeps that one.
    await runIn(transaction, {
      text: `delete from ${table} as old where workspace_id = $1 and kind = $2 and path = $3 and exists (select from ${table} where workspace_id = $1 and kind = $2 and path = $4 and user_id = old.user_id)`,
      values,
    });
    await runIn(transaction, { text: `update ${table} set path = $4 where workspace_id = $1 and kind = $2 and path = $3`, values });
  }
  await runIn(transaction, { text: 'delete from grant_ where workspace_id = $1 and object_kind = $2 and object_path = $3', values: [workspaceId, kind, to] });
  await runIn(transaction, { text: 'update grant_ set object_path = $4 where workspace_id = $1 and object_kind = $2 and object_path = $3', values });
}

/** Deletes everything that hangs on an item that is gone, so that a later item at the same path does not inherit its grants. */
export async function deleteItemMarks(transaction: Transaction, workspaceId: string, kind: string, path: string): Promise<void> {
  for (const table of byKind)
    await runIn(transaction, { text: `delete from ${table} where workspace_id = $1 and kind = $2 and path = $3`, values: [workspaceId, kind, path] });
  await runIn(transaction, { text: 'delete from grant_ where workspace_id = $1 and object_kind = $2 and object_path = $3', values: [workspaceId, kind, path] });
}
