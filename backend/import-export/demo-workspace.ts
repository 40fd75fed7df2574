import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { Database } from '../database/database.ts';
import { Logger } from '../observability/logger.ts';
import { ResourcesService } from '../resources/resources.service.ts';
import { VariablesService } from '../variables/variables.service.ts';
import { demoWorkspace } from '../workspaces/first-run.service.ts';
import { addressOf, DemoDatabase, demoDatabase, type DemoConnection } from './demo-database.ts';
import { readDirectory } from './directory-files.ts';
import type { ImportResult } from './import-export.contract.ts';
import { ImportService } from './import.service.ts';

const resourcePath = 'f/support/acme_db';
const passwordPath = 'f/support/acme_db_password';

/** Folder of the demo workspace, from the source tree and from `dist/` alike. */
const directory = [join(import.meta.dirname, '..', '..', 'examples', 'acme'), join(import.meta.dirname, '..', '..', '..', 'examples', 'acme')].find(
  (candidate) => existsSync(candidate),
);

/** The workspace that a first start finds: `examples/acme`, imported like any other tree, with a database to work on. */
@Injectable()
export class DemoWorkspace {
  constructor(
    private readonly database: Database,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
    private readonly imports: ImportService,
    private readonly demoDatabase: DemoDatabase,
    private readonly resources: ResourcesService,
    private readonly variables: VariablesService,
    private readonly logger: Logger,
  ) {}

  /**
   * Imports the tree, unless something was imported before. Without a superuser of the database server (a `DATABASE_URL` of one's
   * own) there is no sample database; the scripts are there and say that they cannot reach it. `null`: nothing was done.
   */
  async importOnce({ superuserUrl }: { superuserUrl: string | null }): Promise<ImportResult | null> {
    const auth = await this.admin();
    if (!auth || directory === undefined || (await this.wasImported(auth))) return null;
    const { 'seed.sql': seed = '', ...files } = await readDirectory(directory);
    const result = await this.imports.import(auth, { files, message: 'The demo workspace' });
    for (const { kind, path, error } of result.items.filter(({ outcome }) => outcome === 'failed'))
      this.logger.warn({ kind, path, error }, 'A part of the demo workspace was not imported');
    if (superuserUrl !== null) await this.connect(auth, await this.demoDatabase.create(superuserUrl, seed));
    return result;
  }

  /** The embedded server takes another port when its own is taken: the resource follows. */
  async followServer({ superuserUrl }: { superuserUrl: string | null }): Promise<void> {
    const auth = superuserUrl === null ? null : await this.admin();
    const resource = auth && (await this.resources.get(auth, resourcePath).catch(() => null));
    if (!auth || !resource || superuserUrl === null || resource.value['user'] !== demoDatabase.role) return;
    const { host, port } = addressOf(superuserUrl);
    if (resource.value['host'] !== host || resource.value['port'] === port) return;
    await this.resources.put(auth, resourcePath, {
      resource_type: resource.resource_type,
      value: { ...resource.value, port },
      description: resource.description,
    });
  }

  private async connect(auth: Auth, { host, port, password }: DemoConnection): Promise<void> {
    const { description } = await this.variables.get(auth, passwordPath);
    await this.variables.put(auth, passwordPath, { value: password, is_secret: true, description, expires_at: null });
    const resource = await this.resources.get(auth, resourcePath);
    await this.resources.put(auth, resourcePath, {
      resource_type: resource.resource_type,
      value: { ...resource.value, host, port },
      description: resource.description,
    });
  }

  /** The longest-standing admin of the first workspace: in whose name the import stands on record. */
  private async admin(): Promise<Auth | null> {
    const [admin] = await this.database.run<{ id: string; email: string; name: string; is_superadmin: boolean }>({
      text: `select u.id, u.email, u.name, u.is_superadmin from membership m join "user" u on u.id = m.user_id
             where m.workspace_id = $1 and m.role = 'admin' and m.disabled_at is null and u.disabled_at is null order by m.created_at limit 1`,
      values: [demoWorkspace.id],
    });
    if (!admin) return null;
    const identity = {
      userId: admin.id,
      email: admin.email,
      name: admin.name,
      isSuperadmin: admin.is_superadmin,
      via: { kind: 'token', tokenId: 'first start' } as const,
      scopes: null,
      boundWorkspace: demoWorkspace.id,
    };
    return this.identifier.enter(identity, demoWorkspace.id);
  }

  private async wasImported(auth: Auth): Promise<boolean> {
    const rows = await this.database.run({
      text: "select from event where workspace_id = $1 and object_kind = 'workspace' and object_path = $1 and action = 'workspace.imported' limit 1",
      values: [auth.workspaceId],
    });
    return rows.length > 0;
  }
}
