import { hasScope } from '../../access/core/can.ts';
import { actionsOfScope } from '../../auth/core/scopes.ts';

/** What a client gets that asks for nothing in particular. */
export const defaultScope = 'mcp:*';

/** Scopes that clients ask for out of habit; a refresh token comes anyway. */
const ignored = new Set(['offline_access', 'openid', 'profile', 'email']);

/** The scopes of a request, or which of them is none. OAuth opens MCP and nothing else: for the rest there are tokens that people make. */
export function requestedScopes(text: string | undefined): { scopes: string[] } | { refused: string } {
  const named = [...new Set((text ?? '').split(' ').filter((scope) => scope !== '' && !ignored.has(scope)))];
  const refused = named.find((scope) => !isMcpScope(scope));
  if (refused !== undefined || named.length > 50) return { refused: refused?.slice(0, 80) ?? 'more than 50' };
  return { scopes: named.length === 0 ? [defaultScope] : named };
}

/** Whether a person may answer a request with this scope: as wide as what was asked for, or narrower. */
export function isWithin(requested: readonly string[], scope: string): boolean {
  if (!isMcpScope(scope)) return false;
  const path = /^mcp:(?:use:|\*:)?([uf]\/.+)$/.exec(scope)?.[1];
  return hasScope(requested, 'mcp:use', path);
}

function isMcpScope(scope: string): boolean {
  return scope.startsWith('mcp:') && scope.length <= 300 && 'actions' in actionsOfScope(scope);
}
