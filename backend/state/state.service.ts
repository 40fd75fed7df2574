import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { notFound } from '../access/access.guard.ts';
import { levelOn } from '../access/core/can.ts';
import { AppError } from '../common/app-error.ts';
import { parsePath } from '../common/item-path.ts';
import type { Json } from '../common/json.ts';
import { Database } from '../database/database.ts';

/**
 * What a script remembers between its runs: one JSON value per path, the last write wins. A job may read and write the state
 * of whatever it may run; a person needs the right to change the script, because the state decides what it does next.
 */
@Injectable()
export class StateService {
  constructor(private readonly database: Database) {}

  /** `null` when nothing was stored yet. */
  async get(auth: Auth, path: string): Promise<Json> {
    requireLevel(auth, path, false);
    const rows = await this.database.run<{ value: Json }>({ name: 'get_state', text: 'select value from state where workspace_id = $1 and path = $2', values: [auth.workspaceId, path] });
    return rows[0]?.value ?? null;
  }

  async put(auth: Auth, path: string, value: Json): Promise<void> {
    requireLevel(auth, path, auth.via.kind !== 'job');
    await this.database.run({
      name: 'put_state',
      text: 'insert into state (workspace_id, path, value) values ($1, $2, $3::jsonb) on conflict (workspace_id, path) do update set value = excluded.value, updated_at = now()',
      values: [auth.workspaceId, path, JSON.stringify(value)],
    });
  }
}

/** About the path alone: the guard has asked for the scope `state:write`. */
function requireLevel(auth: Auth, path: string, isChange: boolean): void {
  parsePath(path);
  const target = { kind: 'script', path } as const;
  const { level, because } = levelOn(auth, target);
  if (!level) throw notFound(target);
  if (isChange && level === 'read') throw new AppError('access/forbidden', `You may not set the state of "${path}": it decides what the script does next. Needs write. ${because}.`, { path });
}
