import { notFound, requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import type { Transaction } from '../database/database.ts';
import { IsNull } from 'typeorm';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { ScriptEntity } from '../scripts/script.entity.ts';
import { checkTemplate, TemplateError } from '../templates/core/render-template.ts';
import type { UpdateWorkspace } from './workspaces.contract.ts';

type Changes = NonNullable<UpdateWorkspace['settings']>;

/** The settings with what was named changed. Who sets one up is kept: what it names is read, or run, in the name of this person. */
export function settingsAfter(auth: Auth, before: object, changes: UpdateWorkspace['settings']): object {
  const after: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(changes ?? {})) {
    if (value === null) delete after[name];
    else if (value !== undefined) after[name] = { ...value, set_by: subjectOf(auth), set_by_user_id: auth.userId };
  }
  return after;
}

/** The settings as somebody sees them. What they name is for admins: others may not see that it exists. */
export function shownSettings(auth: Pick<Auth, 'role'>, settings: object): Record<string, unknown> {
  if (auth.role !== 'admin') return {};
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const { set_by_user_id: _id, ...shown } = value as Record<string, unknown>;
      return [name, shown];
    }),
  );
}

/** Throws unless everything that the settings name is there, and the caller may use it. */
export async function requireSettings(manager: Transaction, auth: Auth, { approval_email: mail, approval_handler: handler }: Changes): Promise<void> {
  if (mail) await requireMailResource(manager, auth, mail);
  if (!handler) return;
  const script = { kind: 'script', path: handler.path } as const;
  requireAccess(auth, 'jobs:run', script);
  if (!(await manager.existsBy(ScriptEntity, { workspaceId: auth.workspaceId, path: handler.path, archivedAt: IsNull() }))) throw notFound(script);
}

/** Throws unless the resource is one of type smtp that the caller may read, and the templates can be read. */
async function requireMailResource(manager: Transaction, auth: Auth, mail: NonNullable<Changes['approval_email']>): Promise<void> {
  for (const name of ['subject', 'text'] as const) {
    try {
      checkTemplate(mail[name] ?? '');
    } catch (error) {
      if (error instanceof TemplateError) throw requestInvalid([{ path: ['settings', 'approval_email', name], message: error.message }]);
      throw error;
    }
  }
  const resource = { kind: 'resource', path: mail.resource } as const;
  requireAccess(auth, 'resources:read', resource);
  const isThere = await manager.existsBy(ResourceEntity, { workspaceId: auth.workspaceId, path: mail.resource, resourceType: 'smtp' });
  if (!isThere) throw notFound(resource);
}
