import { z } from 'zod';
import { roles } from '../../access/core/actions.ts';
import { ApprovalEmail } from '../../approvals/approvals.contract.ts';
import { ItemName } from '../../common/item-path.ts';
import type { JsonObject } from '../../common/json.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, type FileKind } from './file-kind.ts';
import { folderGrantFields, itemGrantFields, readGrants } from './file-grants.ts';

const grantFields = { owners: z.array(z.string()).optional(), extra_perms: z.record(z.string(), z.boolean()).optional() };
const object = z.record(z.string(), z.unknown());
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const ResourceFields = z.object({ description: text, resource_type: z.string(), value: object.nullish(), ...grantFields });

/** Connections: `<path>.resource.yaml`. */
export const resourceFiles: FileKind = {
  name: 'resource',
  write: (items, files) => {
    for (const { path, description, resourceType, value, grants } of items.resources)
      files[`${path}.resource.yaml`] = toYaml({ description, resource_type: resourceType, value, ...itemGrantFields(grants) });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.resource')) {
      const fields = readFields(reading, file, ResourceFields);
      if (fields && isItemPath(reading, file, stem))
        reading.items.resources.push({
          path: stem,
          description: fields.description,
          resourceType: fields.resource_type,
          value: (fields.value ?? {}) as JsonObject,
          grants: readGrants(fields),
        });
    }
  },
};

const ResourceTypeFields = z.object({ description: text, schema: object.nullish() });

/** Types of connections: `<name>.resource-type.yaml`. */
export const resourceTypeFiles: FileKind = {
  name: 'resource_type',
  write: (items, files) => {
    for (const { name, description, schema } of items.resourceTypes) files[`${name}.resource-type.yaml`] = toYaml({ description, schema });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.resource-type')) {
      const fields = readFields(reading, file, ResourceTypeFields);
      if (!fields) continue;
      if (ItemName.safeParse(stem).success)
        reading.items.resourceTypes.push({
          name: stem,
          description: fields.description,
          schema: (fields.schema ?? { type: 'object', properties: {} }) as JsonObject,
        });
      else reading.problems.push({ file, message: `"${stem}" is not the name of a type` });
    }
  },
};

const VariableFields = z.object({
  value: z
    .union([z.string(), z.number(), z.boolean()])
    .nullish()
    .transform((value) => (value == null ? '' : String(value))),
  is_secret: z.boolean().nullish(),
  description: text,
  expires_at: z.string().nullish(),
  ...grantFields,
});

/** Values: `<path>.variable.yaml`. */
export const variableFiles: FileKind = {
  name: 'variable',
  write: (items, files) => {
    for (const { path, description, value, isSecret, expiresAt, grants } of items.variables) {
      files[`${path}.variable.yaml`] = toYaml({
        description,
        value: isSecret ? '' : value,
        is_secret: isSecret,
        ...(expiresAt === null ? {} : { expires_at: expiresAt }),
        ...itemGrantFields(grants),
      });
    }
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.variable')) {
      const fields = readFields(reading, file, VariableFields);
      if (fields && isItemPath(reading, file, stem))
        reading.items.variables.push({
          path: stem,
          description: fields.description,
          value: fields.value,
          isSecret: fields.is_secret ?? false,
          expiresAt: fields.expires_at ?? null,
          grants: readGrants(fields),
        });
    }
  },
};

const FolderFields = z.object({ summary: text, display_name: text, ...grantFields });

/** Folders: `f/<name>/folder.meta.yaml`. */
export const folderFiles: FileKind = {
  name: 'folder',
  write: (items, files) => {
    for (const { name, summary, grants } of items.folders) files[`f/${name}/folder.meta.yaml`] = toYaml({ summary, ...folderGrantFields(grants) });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '/folder.meta')) {
      const name = stem.slice('f/'.length);
      const fields = readFields(reading, file, FolderFields);
      if (!fields) continue;
      if (stem.startsWith('f/') && ItemName.safeParse(name).success)
        reading.items.folders.push({ name, summary: fields.summary || fields.display_name, grants: readGrants(fields) });
      else reading.problems.push({ file, message: `"${stem}" is not a folder: f/<name>` });
    }
  },
};

const GroupFields = z.object({ summary: text, members: z.array(z.string()).nullish(), extra_perms: z.record(z.string(), z.boolean()).nullish() });

/** Groups: `groups/<name>.group.yaml`; who may manage one stands in `extra_perms` as `u/<username>: true`. */
export const groupFiles: FileKind = {
  name: 'group',
  write: (items, files) => {
    for (const { name, summary, members, managers } of items.groups)
      files[`groups/${name}.group.yaml`] = toYaml({
        summary,
        members: [...members].sort(),
        extra_perms: Object.fromEntries(managers.map((manager) => [`u/${manager}`, true])),
      });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.group')) {
      const name = stem.replace(/^groups\//, '');
      const fields = readFields(reading, file, GroupFields);
      if (!fields) continue;
      const managers = Object.entries(fields.extra_perms ?? {})
        .filter(([subject, mayWrite]) => mayWrite && subject.startsWith('u/'))
        .map(([subject]) => subject.slice(2))
        .sort();
      if (ItemName.safeParse(name).success)
        reading.items.groups.push({
          name,
          summary: fields.summary,
          members: [...new Set((fields.members ?? []).map((member) => member.replace(/^u\//, '')))].sort(),
          managers,
        });
      else reading.problems.push({ file, message: `"${name}" is not the name of a group` });
    }
  },
};

const UserFields = z.object({ name: z.string().max(120).nullish(), username: ItemName, role: z.enum(roles), disabled: z.boolean().nullish() });
const email = z.email().max(320);

/** Members: `users/<email>.user.yaml`. Who is not one yet comes in by an invitation link, as everybody. */
export const userFiles: FileKind = {
  name: 'user',
  write: (items, files) => {
    for (const { email: address, name, username, role, isDisabled } of items.users)
      files[`users/${address}.user.yaml`] = toYaml({ ...(name === '' ? {} : { name }), username, role, disabled: isDisabled });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.user')) {
      const fields = readFields(reading, file, UserFields);
      if (!fields) continue;
      const address = email.safeParse(stem.replace(/^users\//, ''));
      const { name, username, role, disabled } = fields;
      if (address.success) reading.items.users.push({ email: address.data, username, name: name ?? '', role, isDisabled: disabled ?? false });
      else reading.problems.push({ file, message: `"${stem.replace(/^users\//, '')}" is not an e-mail address: users/<email>.user.yaml` });
    }
  },
};

const SettingsFields = z.object({ name: z.string().min(1).max(120).nullish(), approval_email: ApprovalEmail.nullish() });

/** The workspace itself: `settings.yaml`. */
export const settingsFiles: FileKind = {
  name: 'settings',
  write: (items, files) => {
    const { name, approvalEmail } = items;
    if (name !== null || approvalEmail !== null) files['settings.yaml'] = toYaml({ name: name ?? undefined, approval_email: approvalEmail ?? undefined });
  },
  read: (reading) => {
    if (!('settings.yaml' in reading.files)) return;
    const fields = readFields(reading, 'settings.yaml', SettingsFields);
    reading.items.name = fields?.name ?? null;
    reading.items.approvalEmail = fields?.approval_email ?? null;
  },
};
