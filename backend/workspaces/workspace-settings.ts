import { notFound, requireAccess } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import type { Transaction } from '../database/database.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { checkTemplate, TemplateError } from '../templates/core/render-template.ts';
import type { UpdateWorkspace } from './workspaces.contract.ts';

/** The settings with what was named changed. Who sets up e-mail is kept: its resource is read in the name of this person. */
export function settingsAfter(auth: Auth, before: object, changes: UpdateWorkspace['settings']): object {
  const { approval_email: mail } = changes ?? {};
  if (mail === undefined) return before;
  const { approval_email: _before, ...rest } = before as { approval_email?: unknown };
  return mail === null ? rest : { ...rest, approval_email: { ...mail, set_by: subjectOf(auth), set_by_user_id: auth.userId } };
}

/** Throws unless the resource is one of type smtp that the caller may read, and the templates can be read. */
export async function requireMailResource(
  manager: Transaction,
  auth: Auth,
  mail: NonNullable<NonNullable<UpdateWorkspace['settings']>['approval_email']>,
): Promise<void> {
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
