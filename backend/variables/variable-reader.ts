import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import type { Action } from '../access/core/actions.ts';
import { notFound, requireAccess } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { VariableEntity } from './variable.entity.ts';

/** The value of a variable in clear. */
export type ReadVariable = { value: string; isSecret: boolean };

/**
 * Which right reading values takes: jobs use what their identity may read; a person who wants to *see* a value needs the right
 * to change it, because who can only read is meant to use it in scripts and not to carry it away.
 */
export const revealAction = <Domain extends 'variables' | 'resources'>(auth: Auth, domain: Domain): Action =>
  auth.via.kind === 'job' ? `${domain}:read` : `${domain}:write`;

/** Reads values of many variables in one query. */
@Injectable()
export class VariableReader {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Throws for one that is missing, not allowed for `action`, or expired. */
  async read(auth: Auth, paths: readonly string[], action: Action): Promise<Map<string, ReadVariable>> {
    for (const path of paths) requireAccess(auth, action, { kind: 'variable', path });
    const rows = paths.length === 0 ? [] : await this.database.manager.findBy(VariableEntity, { workspaceId: auth.workspaceId, path: In([...paths]) });
    const found = new Map(rows.map((row) => [row.path, row]));
    const values = new Map<string, ReadVariable>();
    for (const path of paths) values.set(path, await this.open(found.get(path), path));
    return values;
  }

  /** The value of a row in clear. */
  async open(row: VariableEntity | undefined, path: string): Promise<ReadVariable> {
    if (!row) throw notFound({ kind: 'variable', path });
    if (row.expiresAt && row.expiresAt.getTime() <= Date.now())
      throw new AppError('variable/expired', `The variable "${path}" expired on ${row.expiresAt.toISOString()}. Set it again.`, {
        path,
        expires_at: row.expiresAt.toISOString(),
      });
    return { value: row.isSecret ? await this.secrets.decrypt(row.workspaceId, row.value, variableContext(path)) : row.value, isSecret: row.isSecret };
  }
}

/** What the cipher text of a variable is bound to. */
export const variableContext = (path: string): string => `variable:${path}`;
