import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { ItemName } from '../common/item-path.ts';
import type { JsonObject } from '../common/json.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { validatorFor } from '../schema/validator.ts';
import { ConnectionTesters } from './connection-testers.ts';
import { ResourceEntity } from './resource.entity.ts';
import type { ResourceTypeDefinition } from './resource-type.ts';
import { ResourceTypeEntity } from './resource-type.entity.ts';
import type { PutResourceType, ResourceType } from './resources.contract.ts';
import { builtinTypes } from './types/builtin-types.ts';

/** The types of a workspace: those that ship with Millrace, and its own. */
@Injectable()
export class ResourceTypesService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly testers: ConnectionTesters,
  ) {}

  async list(auth: Auth): Promise<{ items: ResourceType[] }> {
    const own = await this.database.manager.find(ResourceTypeEntity, { where: { workspaceId: auth.workspaceId }, order: { name: 'ASC' } });
    return { items: [...builtinTypes.map((type) => toBuiltin(this.testers.complete(type))), ...own.map(toOwn)] };
  }

  /** The definition of a type by name, with its test if it ships with Millrace. */
  async named(workspaceId: string, name: string): Promise<Pick<ResourceTypeDefinition, 'name' | 'schema' | 'test' | 'title'>> {
    const builtin = builtinTypes.find((type) => type.name === name);
    if (builtin) return this.testers.complete(builtin);
    const own = await this.database.manager.findOneBy(ResourceTypeEntity, { workspaceId, name });
    if (!own)
      throw new AppError('resource_type/not_found', `There is no resource type "${name}". An admin can add it under Resource types.`, { resource_type: name });
    return { name, title: titleOf(own), schema: own.schema as JsonObject };
  }

  async put(auth: Auth, name: string, input: PutResourceType): Promise<ResourceType> {
    if (!ItemName.safeParse(name).success)
      throw new AppError('request/invalid', 'The name of a type has letters, digits, "_", "-" and ".".', {
        problems: [{ pointer: '/name', message: 'is not a name' }],
      });
    if (builtinTypes.some((type) => type.name === name))
      throw new AppError('resource_type/builtin', `"${name}" ships with Millrace and cannot be changed. Choose another name.`, { resource_type: name });
    requireSchema(input.schema);
    return this.database.transaction(async (transaction) => {
      const before = await transaction.findOne(ResourceTypeEntity, { where: { workspaceId: auth.workspaceId, name }, lock: { mode: 'pessimistic_write' } });
      if (before && isEqual(before, input)) return toOwn(before);
      const version = (before?.version ?? 0) + 1;
      await transaction.upsert(
        ResourceTypeEntity,
        { workspaceId: auth.workspaceId, name, schema: input.schema, description: input.description, version, createdBy: before?.createdBy ?? subjectOf(auth) },
        ['workspaceId', 'name'],
      );
      await this.events.record(transaction, auth, {
        action: before ? 'resource_type.updated' : 'resource_type.created',
        objectKind: 'resource_type',
        objectPath: name,
        details: { version },
      });
      return toOwn(await transaction.findOneByOrFail(ResourceTypeEntity, { workspaceId: auth.workspaceId, name }));
    });
  }

  async delete(auth: Auth, name: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const count = await this.countUses(transaction, auth.workspaceId, name);
      if (count > 0)
        throw new AppError('resource_type/in_use', `${count} resources are of the type "${name}". Delete them first.`, { resource_type: name, count });
      const { affected } = await transaction.delete(ResourceTypeEntity, { workspaceId: auth.workspaceId, name });
      if (!affected) throw new AppError('resource_type/not_found', `This workspace has no resource type "${name}" of its own.`, { resource_type: name });
      await this.events.record(transaction, auth, { action: 'resource_type.deleted', objectKind: 'resource_type', objectPath: name });
    });
  }

  private countUses(transaction: Transaction, workspaceId: string, resourceType: string): Promise<number> {
    return transaction.countBy(ResourceEntity, { workspaceId, resourceType });
  }
}

/** A type describes an object; what is no JSON Schema is told at once and not at the first resource. */
function requireSchema(schema: JsonObject): void {
  try {
    if (schema['type'] !== 'object') throw new Error('its "type" must be "object"');
    validatorFor(schema);
  } catch (error) {
    throw new AppError(
      'resource/value_invalid',
      `This is not a schema for a resource: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      { problems: [{ pointer: '/schema', message: 'is not a JSON Schema of an object' }] },
      { cause: error },
    );
  }
}

/** The order of the fields counts: forms show them in it. */
const isEqual = (before: ResourceTypeEntity, input: PutResourceType): boolean =>
  JSON.stringify(before.schema) === JSON.stringify(input.schema) && before.description === input.description;

function titleOf(type: ResourceTypeEntity): string {
  const title = (type.schema as JsonObject)['title'];
  return typeof title === 'string' && title !== '' ? title : type.name;
}

function toBuiltin({ name, title, description, schema, test }: ResourceTypeDefinition): ResourceType {
  return { name, title, description, schema, is_builtin: true, can_test: test !== undefined };
}

function toOwn(type: ResourceTypeEntity): ResourceType {
  return { name: type.name, title: titleOf(type), description: type.description, schema: type.schema as JsonObject, is_builtin: false, can_test: false };
}
