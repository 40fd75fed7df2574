import { readScope } from './scope-reach.ts';

/**
 * What a token may do within the MCP endpoint: a scope of MCP stands there for running, and for reading documents, at its paths. Nowhere else does
 * it open anything, so that a token that an AI client holds cannot be taken to the rest of the API.
 */
export function scopesWithinMcp(scopes: readonly string[] | null): readonly string[] | null {
  if (scopes === null) return null;
  const granted = scopes.map(readScope).filter(({ domain, verb }) => domain === 'mcp' && (verb === 'use' || verb === '*'));
  return [...scopes, ...granted.flatMap(({ path }) => ['jobs:run', 'resources:read'].map((action) => (path === '' ? action : `${action}:${path}`)))];
}
