import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { notFound } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { decodeCursor, toPage, type Page } from '../common/page.ts';
import { Database, type Transaction } from '../database/database.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { Events } from '../events/events.service.ts';
import { deleteItemMarks } from '../items/item-marks.sql.ts';
import { listItems } from '../items/list-items.sql.ts';
import { myLevel } from '../items/my-level.ts';
import { requirePlace } from '../items/place.sql.ts';
import { versionConflict } from '../items/version-conflict.ts';
import { validatorFor } from '../schema/validator.ts';
import { revealAction } from '../variables/variable-reader.ts';
import { ReferenceResolver } from './reference-resolver.ts';
import { ResourceEntity } from './resource.entity.ts';
import { ResourceReader } from './resource-reader.ts';
import { ResourceSecrets } from './resource-secrets.ts';
import { ResourceTypesService } from './resource-types.service.ts';
import type { PutResource, Resource, ResourceQuery, ResourceRow } from './resources.contract.ts';

/** Connections: typed values whose secret fields are encrypted at rest and never part of an object that is read or listed. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly database: Database,
    private readonly types: ResourceTypesService,
    private readonly secrets: ResourceSecrets,
    private readonly reader: ResourceReader,
    private readonly references: ReferenceResolver,
    private readonly events: Events,
  ) {}

  async list(auth: Auth, query: ResourceQuery): Promise<Page<ResourceRow>> {
    const rows = await this.database.run<ListedResource>(
      listItems(auth, { action: 'resources:read', kind: 'resource', columns: listedColumns }, { ...query, after: decodeCursor(query.after, ['text'])?.[0] }),
    );
    return toPage(
      rows,
      query.limit,
      (row) => ({ ...row, updated_at: row.updated_at.toISOString(), my_level: myLevel(auth, 'resource', row.path) }),
      (row) => [row.path],
    );
  }

  async get(auth: Auth, path: string): Promise<Resource> {
    return this.toResource(auth, await this.find(this.database.manager, auth.workspaceId, path));
  }

  /**
   * Creates or changes; `isNew` tells 201 from 200. An equal body changes nothing. An import gives `missing`: secrets that its
   * file cannot hold and that are not stored are left out, and their pointers added there if the type requires them.
   */
  async put(auth: Auth, path: string, input: PutResource, missing: string[] | null = null): Promise<{ resource: Resource; isNew: boolean }> {
    const { schema } = await this.types.named(auth.workspaceId, input.resource_type);
    try {
      return await this.database.transaction((transaction) => this.putIn(transaction, auth, path, input, schema, missing));
    } catch (error) {
      if (isUniqueViolation(error)) throw versionConflict(path, await this.database.manager.findOneBy(ResourceEntity, { workspaceId: auth.workspaceId, path }));
      throw error;
    }
  }

  /** The value in clear with its references resolved; always on record. */
  async value(auth: Auth, path: string): Promise<JsonObject> {
    const actions = { resources: revealAction(auth, 'resources'), variables: revealAction(auth, 'variables') };
    const opened = (await this.reader.read(auth, [path], actions.resources)).get(path);
    const { value } = await this.references.resolve(auth, opened?.value ?? {}, actions);
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, { action: 'resource.revealed', objectKind: 'resource', objectPath: path }),
    );
    return value;
  }

  async delete(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const { affected } = await transaction.delete(ResourceEntity, { workspaceId: auth.workspaceId, path });
      if (!affected) throw notFound({ kind: 'resource', path });
      await deleteItemMarks(transaction, auth.workspaceId, 'resource', path);
      await this.events.record(transaction, auth, { action: 'resource.deleted', objectKind: 'resource', objectPath: path });
    });
  }

  private async putIn(
    transaction: Transaction,
    auth: Auth,
    path: string,
    input: PutResource,
    schema: JsonObject,
    missing: string[] | null,
  ): Promise<{ resource: Resource; isNew: boolean }> {
    await requirePlace(transaction, auth.workspaceId, path);
    const before = await transaction.findOne(ResourceEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
    if (input.if_version !== undefined && input.if_version !== (before?.version ?? 0)) throw versionConflict(path, before);
    const raw = before ? (before.value as JsonObject) : null;
    const stored = raw ? { ...(await this.secrets.open(auth.workspaceId, path, raw)), raw } : null;
    const left: string[] | null = missing === null ? null : [];
    const value = checked(schema, this.secrets.fill(input.value, stored, left), left ?? [], missing);
    const isSame =
      before !== null &&
      before.resourceType === input.resource_type &&
      before.description === input.description &&
      canonicalJson(stored?.value) === canonicalJson(value);
    if (isSame) return { resource: this.toResource(auth, before), isNew: false };
    const sealed = await this.secrets.seal(auth.workspaceId, path, schema, value, raw);
    return { resource: this.toResource(auth, await this.save(transaction, auth, path, input, sealed, before)), isNew: !before };
  }

  private async save(
    transaction: Transaction,
    auth: Auth,
    path: string,
    input: PutResource,
    value: JsonObject,
    before: ResourceEntity | null,
  ): Promise<ResourceEntity> {
    const version = (before?.version ?? 0) + 1;
    const fields = { resourceType: input.resource_type, value, description: input.description, version };
    if (before) await transaction.update(ResourceEntity, { id: before.id }, { ...fields, updatedAt: () => 'now()' });
    else await transaction.insert(ResourceEntity, { id: newId(), workspaceId: auth.workspaceId, path, createdBy: subjectOf(auth), ...fields });
    await this.events.record(transaction, auth, {
      action: before ? 'resource.updated' : 'resource.created',
      objectKind: 'resource',
      objectPath: path,
      labels: { resource_type: input.resource_type },
      details: { version },
    });
    return this.find(transaction, auth.workspaceId, path);
  }

  private async find(transaction: Transaction, workspaceId: string, path: string): Promise<ResourceEntity> {
    const resource = await transaction.findOneBy(ResourceEntity, { workspaceId, path });
    if (!resource) throw notFound({ kind: 'resource', path });
    return resource;
  }

  private toResource(auth: Auth, resource: ResourceEntity): Resource {
    return {
      path: resource.path,
      resource_type: resource.resourceType,
      value: this.secrets.hide(resource.value as JsonObject),
      description: resource.description,
      version: resource.version,
      created_by: resource.createdBy,
      updated_at: resource.updatedAt.toISOString(),
      my_level: myLevel(auth, 'resource', resource.path),
    };
  }
}

const listedColumns = 'path, resource_type, description, version, created_by, updated_at';
type ListedResource = { path: string; resource_type: string; description: string; version: number; created_by: string; updated_at: Date };

/** The value with the defaults of the type. Secrets that were left out may be missing; those that are required are reported. */
function checked(schema: JsonObject, value: JsonObject, left: readonly string[], missing: string[] | null): JsonObject {
  const copy = structuredClone(value);
  const all = validatorFor(schema).check(copy);
  const problems = all.filter(({ pointer }) => !left.includes(pointer));
  missing?.push(...left.filter((pointer) => all.some((problem) => problem.pointer === pointer)));
  if (problems.length === 0) return copy;
  const [first] = problems;
  throw new AppError('resource/value_invalid', `The value is not valid: ${first?.pointer} ${first?.message}.`, { problems });
}
