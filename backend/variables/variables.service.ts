import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { notFound, requireAccess } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { decodeCursor, toPage, type Page } from '../common/page.ts';
import { Database, type Transaction } from '../database/database.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { Events } from '../events/events.service.ts';
import { deleteItemMarks } from '../items/item-marks.sql.ts';
import { listItems } from '../items/list-items.sql.ts';
import { myLevel } from '../items/my-level.ts';
import { requirePlace } from '../items/place.sql.ts';
import { versionConflict } from '../items/version-conflict.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { VariableEntity } from './variable.entity.ts';
import { revealAction, variableContext, VariableReader } from './variable-reader.ts';
import type { PutVariable, Variable, VariableQuery } from './variables.contract.ts';

/** Single values. A secret is encrypted at rest and never part of an object that is read or listed. */
@Injectable()
export class VariablesService {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly reader: VariableReader,
    private readonly events: Events,
  ) {}

  async list(auth: Auth, query: VariableQuery): Promise<Page<Variable>> {
    const rows = await this.database.run<VariableRow>(
      listItems(auth, { action: 'variables:read', kind: 'variable', columns: listedColumns }, { ...query, after: decodeCursor(query.after, ['text'])?.[0] }),
    );
    return toPage(
      rows,
      query.limit,
      (row) => toVariable(auth, fromRow(row)),
      (row) => [row.path],
    );
  }

  async get(auth: Auth, path: string): Promise<Variable> {
    return toVariable(auth, await this.find(this.database.manager, auth.workspaceId, path));
  }

  /** Creates or changes; `isNew` tells 201 from 200. An equal body changes nothing. */
  async put(auth: Auth, path: string, input: PutVariable): Promise<{ variable: Variable; isNew: boolean }> {
    try {
      return await this.database.transaction((transaction) => this.putIn(transaction, auth, path, input));
    } catch (error) {
      if (isUniqueViolation(error)) throw versionConflict(path, await this.database.manager.findOneBy(VariableEntity, { workspaceId: auth.workspaceId, path }));
      throw error;
    }
  }

  /** The value in clear, on record when it is a secret. */
  async value(auth: Auth, path: string): Promise<{ value: string }> {
    const { value, isSecret } = (await this.reader.read(auth, [path], revealAction(auth, 'variables'))).get(path) ?? { value: '', isSecret: false };
    if (isSecret)
      await this.database.transaction((transaction) =>
        this.events.record(transaction, auth, { action: 'variable.revealed', objectKind: 'variable', objectPath: path }),
      );
    return { value };
  }

  async delete(auth: Auth, path: string): Promise<void> {
    requireAccess(auth, 'variables:write', { kind: 'variable', path });
    await this.database.transaction(async (transaction) => {
      const { affected } = await transaction.delete(VariableEntity, { workspaceId: auth.workspaceId, path });
      if (!affected) throw notFound({ kind: 'variable', path });
      await deleteItemMarks(transaction, auth.workspaceId, 'variable', path);
      await this.events.record(transaction, auth, { action: 'variable.deleted', objectKind: 'variable', objectPath: path });
    });
  }

  private async putIn(transaction: Transaction, auth: Auth, path: string, input: PutVariable): Promise<{ variable: Variable; isNew: boolean }> {
    await requirePlace(transaction, auth.workspaceId, path);
    const before = await transaction.findOne(VariableEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
    if (input.if_version !== undefined && input.if_version !== (before?.version ?? 0)) throw versionConflict(path, before);
    const value = await this.valueOf(path, input, before);
    if (before && (await this.isSame(before, input, value))) return { variable: toVariable(auth, before), isNew: false };
    const saved = await this.save(transaction, auth, path, input, value, before);
    return { variable: toVariable(auth, saved), isNew: !before };
  }

  private async find(transaction: Transaction, workspaceId: string, path: string): Promise<VariableEntity> {
    const variable = await transaction.findOneBy(VariableEntity, { workspaceId, path });
    if (!variable) throw notFound({ kind: 'variable', path });
    return variable;
  }

  /** `null` keeps what is stored, but never turns a secret into something that everyone sees. */
  private async valueOf(path: string, input: PutVariable, before: VariableEntity | null): Promise<string> {
    if (input.value !== null) return input.value;
    if (!before)
      throw new AppError('variable/value_missing', `The variable "${path}" needs a value.`, { problems: [{ pointer: '/value', message: 'is required' }] });
    if (before.isSecret && !input.is_secret)
      throw new AppError('variable/value_missing', `"${path}" is a secret. To make it public, type its value.`, {
        problems: [{ pointer: '/value', message: 'is required to make a secret public' }],
      });
    return before.isSecret ? this.secrets.decrypt(before.workspaceId, before.value, variableContext(path)) : before.value;
  }

  private async isSame(before: VariableEntity, input: PutVariable, value: string): Promise<boolean> {
    const isSameShape =
      before.isSecret === input.is_secret && before.description === input.description && (before.expiresAt?.getTime() ?? null) === timeOf(input.expires_at);
    if (!isSameShape) return false;
    const stored = before.isSecret ? await this.secrets.decrypt(before.workspaceId, before.value, variableContext(before.path)) : before.value;
    return stored === value;
  }

  private async save(
    transaction: Transaction,
    auth: Auth,
    path: string,
    input: PutVariable,
    value: string,
    before: VariableEntity | null,
  ): Promise<VariableEntity> {
    const version = (before?.version ?? 0) + 1;
    const stored = input.is_secret ? await this.secrets.encrypt(auth.workspaceId, value, variableContext(path)) : value;
    const fields = {
      value: stored,
      isSecret: input.is_secret,
      description: input.description,
      expiresAt: input.expires_at === null ? null : new Date(input.expires_at),
      version,
    };
    if (before) await transaction.update(VariableEntity, { id: before.id }, { ...fields, updatedAt: () => 'now()' });
    else await transaction.insert(VariableEntity, { id: newId(), workspaceId: auth.workspaceId, path, createdBy: subjectOf(auth), ...fields });
    await this.events.record(transaction, auth, {
      action: before ? 'variable.updated' : 'variable.created',
      objectKind: 'variable',
      objectPath: path,
      details: { version, is_secret: input.is_secret },
    });
    return this.find(transaction, auth.workspaceId, path);
  }
}

const listedColumns = 'id, workspace_id, path, value, is_secret, description, expires_at, version, created_by, created_at, updated_at';
type VariableRow = {
  id: string;
  workspace_id: string;
  path: string;
  value: string;
  is_secret: boolean;
  description: string;
  expires_at: Date | null;
  version: number;
  created_by: string;
  created_at: Date;
  updated_at: Date;
};

function fromRow(row: VariableRow): VariableEntity {
  return Object.assign(new VariableEntity(), {
    id: row.id,
    workspaceId: row.workspace_id,
    path: row.path,
    value: row.value,
    isSecret: row.is_secret,
    description: row.description,
    expiresAt: row.expires_at,
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}

const timeOf = (timestamp: string | null): number | null => (timestamp === null ? null : new Date(timestamp).getTime());

function toVariable(auth: Auth, variable: VariableEntity): Variable {
  return {
    path: variable.path,
    value: variable.isSecret ? null : variable.value,
    is_secret: variable.isSecret,
    description: variable.description,
    expires_at: variable.expiresAt?.toISOString() ?? null,
    version: variable.version,
    created_by: variable.createdBy,
    updated_at: variable.updatedAt.toISOString(),
    my_level: myLevel(auth, 'variable', variable.path),
  };
}
