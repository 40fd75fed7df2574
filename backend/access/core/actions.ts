/** Roles of a membership. Operators run and look, developers also build, admins also manage. */
export const roles = ['admin', 'developer', 'operator'] as const;
/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** What a grant gives on a folder or an item; each level contains those before it. */
export const levels = ['read', 'write', 'owner'] as const;
/** One of {@link levels}. */
export type Level = (typeof levels)[number];

/**
 * What a subject must hold for an action:
 * - `member`: be in the workspace; the service narrows to what the member may see
 * - `developer`: be able to build at all (not an operator)
 * - `read`, `write`, `owner`: hold that level on the object's path; `write` and `owner` are never for operators
 * - `admin`: be an admin of the workspace
 * - `superadmin`: run the whole installation
 */
export type Need = 'member' | 'developer' | Level | 'admin' | 'superadmin';

/** Every action of the product, named `domain:verb`: also the vocabulary of token scopes. */
export const actions = {
  'agents:read': 'read',
  'agents:write': 'write',
  'apps:embed': 'write',
  'apps:read': 'read',
  'apps:write': 'write',
  'approvals:decide': 'member',
  'approvals:read': 'member',
  'approvals:request': 'member',
  'audit:read': 'admin',
  'drafts:write': 'developer',
  'flows:read': 'read',
  'flows:write': 'write',
  'folders:read': 'member',
  'folders:write': 'owner',
  'grants:write': 'owner',
  'groups:read': 'member',
  'groups:write': 'member',
  'jobs:cancel': 'member',
  'jobs:preview': 'developer',
  'jobs:read': 'member',
  'jobs:run': 'read',
  'mcp:use': 'read',
  'members:manage': 'admin',
  'members:read': 'member',
  'metrics:read': 'superadmin',
  'resources:read': 'read',
  'resources:write': 'write',
  'schedules:read': 'read',
  'schedules:write': 'write',
  'scripts:read': 'read',
  'scripts:write': 'write',
  'search:read': 'member',
  'slack_commands:read': 'read',
  'slack_commands:write': 'write',
  'state:write': 'member',
  'tokens:manage': 'member',
  'variables:read': 'read',
  'variables:write': 'write',
  'workers:read': 'member',
  'workspace:manage': 'admin',
  'workspace:read': 'member',
  'workspaces:create': 'superadmin',
} as const satisfies Record<string, Need>;

/** One of the names of {@link actions}. */
export type Action = keyof typeof actions;
