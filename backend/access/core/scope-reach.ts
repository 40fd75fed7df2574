import type { Action } from './actions.ts';

/** Which paths the scopes of a token leave open for one action; `null` means all of them. */
export type ScopeReach = { paths: string[]; prefixes: string[] } | null;

/**
 * The same rule as `hasScope`, turned around: not "does it cover this path" but "which paths does it cover". A token
 * without a scope for the action reaches nothing.
 */
export function scopeReach(scopes: readonly string[] | null, action: Action): ScopeReach {
  if (scopes === null) return null;
  const [domain, verb] = action.split(':') as [string, string];
  const reach = { paths: [] as string[], prefixes: [] as string[] };
  for (const scope of scopes) {
    const [scopeDomain, scopeVerb, ...rest] = scope.split(':');
    const isSameVerb = scopeVerb === '*' || scopeVerb === verb || (scopeVerb === 'write' && verb === 'read');
    if (scopeDomain !== domain || !isSameVerb) continue;
    const resource = rest.join(':');
    if (resource === '' || resource === '*') return null;
    if (resource.endsWith('/*')) reach.prefixes.push(resource.slice(0, -1));
    else reach.paths.push(resource);
  }
  return reach;
}
