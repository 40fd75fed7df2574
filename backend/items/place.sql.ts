import { AppError } from '../common/app-error.ts';
import { parsePath } from '../common/item-path.ts';
import { runIn, type Transaction } from '../database/database.ts';

/**
 * Throws unless the folder or the person to whom a path belongs is there: an item in nobody's place would belong to nobody,
 * and later silently to whoever takes the name. Its row stays locked until the transaction ends, so that a folder cannot be
 * deleted as empty at the same moment.
 */
export async function requirePlace(transaction: Transaction, workspaceId: string, path: string): Promise<void> {
  const { space, owner } = parsePath(path);
  const text =
    space === 'folder'
      ? 'select from folder where workspace_id = $1 and name = $2 for key share'
      : 'select from membership where workspace_id = $1 and username = $2 for key share';
  const rows = await runIn(transaction, { text, values: [workspaceId, owner] });
  if (rows.length > 0) return;
  if (space === 'folder') throw new AppError('folder/not_found', `There is no folder "${owner}". Make it first, or choose another path.`, { folder: owner });
  throw new AppError('member/not_found', `There is no member "${owner}" in this workspace, so nothing can be stored in u/${owner}/.`, { username: owner });
}
