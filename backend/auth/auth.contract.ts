import { z } from 'zod';
import { ItemName } from '../common/item-path.ts';
import { Timestamp } from '../common/json.ts';
import { roles } from '../access/core/actions.ts';

/** Role in a workspace. */
export const RoleName = z.enum(roles).meta({ id: 'RoleName' });

/** Longest accepted password, so that hashing cannot be made expensive. */
const maximumPasswordLength = 200;
/** A new password: at least 10 characters. */
export const NewPassword = z.string().min(10, 'A password has at least 10 characters').max(maximumPasswordLength);

export const Login = z.object({ email: z.email().max(320), password: z.string().max(maximumPasswordLength) }).meta({ id: 'Login' });
export type Login = z.infer<typeof Login>;

/** A workspace as its member sees it in the switcher. */
export const Membership = z
  .object({ workspace: z.string(), workspace_name: z.string(), username: z.string(), role: RoleName })
  .meta({ id: 'Membership' });
export type Membership = z.infer<typeof Membership>;

/** The person who is signed in. */
export const Me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    is_superadmin: z.boolean(),
    memberships: z.array(Membership),
    preferences: z.record(z.string(), z.unknown()).describe('Theme, density, rail: whatever the interface remembers for this person'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** Answer of sign-in and of `GET /api/auth/me`: the CSRF token goes back as `x-csrf-token` with every change. */
export const SignedIn = z.object({ user: Me, csrf_token: z.string() }).meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

export const UpdateMe = z.object({ name: z.string().max(120).optional(), preferences: z.record(z.string(), z.unknown()).optional() }).strict().meta({ id: 'UpdateMe' });
export type UpdateMe = z.infer<typeof UpdateMe>;

export const ChangePassword = z.object({ current_password: z.string().max(maximumPasswordLength), new_password: NewPassword }).strict().meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const Session = z
  .object({ id: z.uuid(), user_agent: z.string(), ip: z.string(), created_at: Timestamp, seen_at: Timestamp, is_current: z.boolean() })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const CreateToken = z
  .object({
    label: z.string().min(1).max(120),
    workspace: z.string(),
    scopes: z.array(z.string().max(300)).max(100).default([]).describe('Empty: everything that the user may do'),
    expires_at: Timestamp.nullable().default(null),
  })
  .strict()
  .meta({ id: 'CreateToken' });
export type CreateToken = z.infer<typeof CreateToken>;

export const Token = z
  .object({
    id: z.uuid(),
    label: z.string(),
    workspace: z.string(),
    prefix: z.string().describe('First characters, to tell tokens apart'),
    scopes: z.array(z.string()),
    created_at: Timestamp,
    expires_at: Timestamp.nullable(),
    used_at: Timestamp.nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof Token>;

/** The one time that the token itself is shown. */
export const CreatedToken = Token.extend({ token: z.string() }).meta({ id: 'CreatedToken' });
export type CreatedToken = z.infer<typeof CreatedToken>;

/** What the page behind an invitation link shows. */
export const InvitationInfo = z
  .object({
    workspace: z.string(),
    workspace_name: z.string(),
    email: z.string(),
    has_account: z.boolean(),
    username: z.string().nullable().describe('The name that waits for this person in the workspace; null where they choose one'),
    name: z.string(),
  })
  .meta({ id: 'InvitationInfo' });
export type InvitationInfo = z.infer<typeof InvitationInfo>;

/** Accepting with an account of the same address needs its password; otherwise the account is made. */
export const AcceptInvitation = z.object({ username: ItemName, name: z.string().max(120).default(''), password: z.string().max(maximumPasswordLength) }).strict().meta({ id: 'AcceptInvitation' });
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;
