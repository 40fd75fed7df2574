import { z } from 'zod';
import { levels } from '../access/core/actions.ts';
import { ApprovalEmail, ApprovalHandler } from '../approvals/approvals.contract.ts';
import { RoleName } from '../auth/auth.contract.ts';
import { ItemName } from '../common/item-path.ts';
import { Timestamp } from '../common/json.ts';

export const Workspace = z
  .object({ id: z.string(), name: z.string(), created_at: Timestamp, settings: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Workspace' });
export type Workspace = z.infer<typeof Workspace>;

export const CreateWorkspace = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, '2 to 40 lower-case letters, digits and "-"'),
    name: z.string().min(1).max(120),
    username: ItemName,
  })
  .strict()
  .meta({ id: 'CreateWorkspace' });
export type CreateWorkspace = z.infer<typeof CreateWorkspace>;

export const UpdateWorkspace = z
  .object({
    name: z.string().min(1).max(120).optional(),
    settings: z
      .object({
        approval_email: ApprovalEmail.nullable().optional().describe('How people are told of approvals; null for not by e-mail'),
        approval_handler: ApprovalHandler.nullable().optional().describe('What runs for everything that becomes of approvals'),
      })
      .strict()
      .optional()
      .describe('Only what is named is changed'),
  })
  .strict()
  .meta({ id: 'UpdateWorkspace' });
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>;

/** What the caller is and holds in the workspace. */
export const WorkspaceMe = z
  .object({
    username: z.string(),
    role: RoleName,
    groups: z.array(z.string()),
    folders: z.record(z.string(), z.enum(levels)).describe('Level on each folder with a grant; admins own the others as well'),
  })
  .meta({ id: 'WorkspaceMe' });
export type WorkspaceMe = z.infer<typeof WorkspaceMe>;

/** A member of the workspace. */
export const Member = z
  .object({
    username: z.string(),
    email: z.string(),
    name: z.string(),
    role: RoleName,
    groups: z.array(z.string()),
    created_at: Timestamp,
    disabled_at: Timestamp.nullable(),
    last_seen_at: Timestamp.nullable(),
    is_awaited: z.boolean().describe('Written down by an import; comes in by an invitation link, and can do nothing before'),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const UpdateMember = z.object({ role: RoleName.optional(), disabled: z.boolean().optional() }).strict().meta({ id: 'UpdateMember' });
export type UpdateMember = z.infer<typeof UpdateMember>;

export const CreateInvitation = z
  .object({ email: z.email().max(320), role: RoleName, groups: z.array(ItemName).max(50).default([]) })
  .strict()
  .meta({ id: 'CreateInvitation' });
export type CreateInvitation = z.infer<typeof CreateInvitation>;

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: RoleName,
    groups: z.array(z.string()),
    created_by: z.string(),
    created_at: Timestamp,
    expires_at: Timestamp,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

/** The one time that the link is shown; who holds it can join. */
export const CreatedInvitation = Invitation.extend({ link: z.string() }).meta({ id: 'CreatedInvitation' });
export type CreatedInvitation = z.infer<typeof CreatedInvitation>;
