import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { StartupError } from '../common/startup-error.ts';
import type { Config } from '../config/config.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { hashPassword } from '../users/passwords.ts';
import { UsersRepository } from '../users/users.repository.ts';
import { WorkspaceEntity } from './workspace.entity.ts';
import { Workspaces } from './workspaces.service.ts';

/** The demo workspace, which a first start fills. */
export const demoWorkspace = { id: 'acme', name: 'Acme' } as const;

/** The empty workspace of a first start without the demo. */
const ownWorkspace = { id: 'main', name: 'Main' } as const;

/** The first admin. `password` is there only when it was made up at this start: the one time to show it. */
export type FirstAdmin = { email: string; password: string | null; isNew: boolean };

/** Makes an empty installation usable: its first admin and first workspace. */
@Injectable()
export class FirstRun {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly workspaces: Workspaces,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Makes the first admin with the first workspace, unless there is anybody already; several servers may start at once.
   * Refuses to start with another master key than the one under which the secrets were stored.
   */
  async ensureAdmin(config: Pick<Config, 'MILLRACE_ADMIN_EMAIL' | 'MILLRACE_ADMIN_PASSWORD' | 'MILLRACE_DEMO' | 'MILLRACE_WORKSPACE'>): Promise<FirstAdmin> {
    const email = config.MILLRACE_ADMIN_EMAIL ?? 'admin@millrace.local';
    // Every later start ends here, without the cost of a hash.
    if (await this.users.hasAny(this.database.manager)) {
      await this.requireRightKey(this.database.manager);
      return { email, password: null, isNew: false };
    }
    const generated = config.MILLRACE_ADMIN_PASSWORD === undefined ? randomBytes(15).toString('base64url') : null;
    const passwordHash = await hashPassword(config.MILLRACE_ADMIN_PASSWORD ?? generated ?? '');
    return this.database.transaction(async (transaction) => {
      await transaction.query(`select pg_advisory_xact_lock(hashtext('millrace:first-run'))`);
      if (await this.users.hasAny(transaction)) return { email, password: null, isNew: false };
      const user = await this.users.create(transaction, { email, name: 'Admin', passwordHash, isSuperadmin: true });
      await this.workspaces.found(transaction, { ...firstWorkspaceOf(config), username: 'admin', userId: user.id });
      return { email, password: generated, isNew: true };
    });
  }

  private async requireRightKey(transaction: Transaction): Promise<void> {
    const [workspace] = await transaction.find(WorkspaceEntity, { select: { id: true, dataKey: true }, take: 1 });
    if (!workspace || this.secrets.canUnwrap(workspace.id, workspace.dataKey)) return;
    throw new StartupError(
      'The secrets in this database were stored under another master key than the one that Millrace was started with. ' +
        'Set MILLRACE_MASTER_KEY to the one of before, or put the file master.key of the former data folder into this one.',
    );
  }
}

/** Without the demo the workspace has the id that was set, and that id as its name until an admin gives it a better one. */
function firstWorkspaceOf(config: Pick<Config, 'MILLRACE_DEMO' | 'MILLRACE_WORKSPACE'>): { id: string; name: string } {
  if (config.MILLRACE_DEMO) return demoWorkspace;
  return config.MILLRACE_WORKSPACE === undefined ? ownWorkspace : { id: config.MILLRACE_WORKSPACE, name: config.MILLRACE_WORKSPACE };
}
