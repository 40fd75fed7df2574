import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Action } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { notFound, requireAccess } from '../access/access.guard.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { ResourceEntity } from './resource.entity.ts';
import { ResourceSecrets, type OpenedValue } from './resource-secrets.ts';

/** Reads values of many resources in one query, secrets in clear, references as they stand. */
@Injectable()
export class ResourceReader {
  constructor(private readonly database: Database, private readonly secrets: ResourceSecrets) {}

  /** Throws for one that is missing or not allowed for `action`. */
  async read(auth: Auth, paths: readonly string[], action: Action): Promise<Map<string, OpenedValue>> {
    for (const path of paths) requireAccess(auth, action, { kind: 'resource', path });
    const rows = paths.length === 0 ? [] : await this.database.manager.findBy(ResourceEntity, { workspaceId: auth.workspaceId, path: In([...paths]) });
    const found = new Map(rows.map((row) => [row.path, row]));
    const values = new Map<string, OpenedValue>();
    for (const path of paths) {
      const row = found.get(path);
      if (!row) throw notFound({ kind: 'resource', path });
      values.set(path, await this.secrets.open(auth.workspaceId, path, row.value as JsonObject));
    }
    return values;
  }
}
