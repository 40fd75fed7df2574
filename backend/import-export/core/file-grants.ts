import type { Level } from '../../access/core/actions.ts';
import type { FileGrants } from './items.ts';

/** How levels stand in a file: owners as a list, the others as `subject: may write`. */
export type GrantFields = { owners?: string[]; extra_perms?: Record<string, boolean> };

/** The fields of a folder, which always tells who holds it. */
export function folderGrantFields(grants: FileGrants): Required<GrantFields> {
  const entries = Object.entries(grants ?? {});
  return {
    owners: entries
      .filter(([, level]) => level === 'owner')
      .map(([subject]) => subject)
      .sort(),
    extra_perms: Object.fromEntries(entries.filter(([, level]) => level !== 'owner').map(([subject, level]) => [subject, level === 'write'])),
  };
}

/** The fields of an item: only what there is. */
export function itemGrantFields(grants: FileGrants): GrantFields {
  const { owners, extra_perms: permissions } = folderGrantFields(grants);
  return { ...(owners.length > 0 ? { owners } : {}), ...(Object.keys(permissions).length > 0 ? { extra_perms: permissions } : {}) };
}

/** Reads both fields; an owner who is also listed with a permission stays an owner. */
export function readGrants({ owners, extra_perms: permissions }: GrantFields): FileGrants {
  if (owners === undefined && permissions === undefined) return null;
  const grants: Record<string, Level> = {};
  for (const [subject, mayWrite] of Object.entries(permissions ?? {})) grants[subject] = mayWrite ? 'write' : 'read';
  for (const subject of owners ?? []) grants[subject] = 'owner';
  return grants;
}
