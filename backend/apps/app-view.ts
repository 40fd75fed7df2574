import type { Auth } from '../access/core/auth.ts';
import { myLevel } from '../items/my-level.ts';
import type { AppDocument } from './app.contract.ts';
import type { App, AppRow } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import type { PolicyEntry } from './core/policy.ts';
import type { AppListRow } from './list-apps.sql.ts';

/** A release of an app as the API shows it to who may read it. */
export function toApp(auth: Auth, { item, version }: VersionedApp, isFavourite: boolean): App {
  return {
    path: item.path,
    summary: version.summary,
    description: version.description,
    document: version.document as AppDocument,
    policy: shownPolicy(version.policy),
    version: version.version,
    hash: version.hash,
    message: version.message,
    created_by: version.createdBy,
    created_at: version.createdAt.toISOString(),
    is_current: version.version === item.currentVersion,
    my_level: myLevel(auth, 'app', item.path),
    is_favourite: isFavourite,
  };
}

/** A policy as people read it: of code that stands in the app its name, without locks and the like. */
export const shownPolicy = (policy: readonly PolicyEntry[]): App['policy'] =>
  policy.map(({ code, ...entry }) => ({ ...entry, ...(code ? { code: { language: code.language, hash: code.hash } } : {}) })) as App['policy'];

/** A row of the list. */
export function toAppRow(auth: Auth, row: AppListRow): AppRow {
  return { ...row, updated_at: row.updated_at.toISOString(), my_level: myLevel(auth, 'app', row.path) };
}
