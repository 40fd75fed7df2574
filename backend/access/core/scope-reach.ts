import type { Action } from './actions.ts';

/** A scope of a token: `<domain>:<verb>[:<path>]`. An empty `path` stands for all. */
type Scope = { domain: string; verb: string; path: string };

/** Reads a scope. `mcp:f/support/*` is short for `mcp:use:f/support/*`: there is one verb. */
export function readScope(scope: string): Scope {
  const [domain = '', verb = '', ...rest] = scope.split(':');
  const isShort = domain === 'mcp' && verb.includes('/');
  return isShort ? { domain, verb: 'use', path: [verb, ...rest].join(':') } : { domain, verb, path: rest.join(':') };
}

/** Whether a scope is for an action, at whatever path. Whoever may run something may also do it through MCP. */
export function isScopeFor({ domain, verb }: Scope, action: Action): boolean {
  const [wantedDomain, wantedVerb] = action.split(':');
  if (action === 'mcp:use' && domain === 'jobs') return verb === 'run' || verb === '*';
  return domain === wantedDomain && (verb === '*' || verb === wantedVerb || (verb === 'write' && wantedVerb === 'read'));
}

/** Which paths the scopes of a token leave open for one action; `null` means all of them. */
export type ScopeReach = { paths: string[]; prefixes: string[] } | null;

/**
 * The same rule as `hasScope`, turned around: not "does it cover this path" but "which paths does it cover". A token
 * without a scope for the action reaches nothing.
 */
export function scopeReach(scopes: readonly string[] | null, action: Action): ScopeReach {
  if (scopes === null) return null;
  const reach = { paths: [] as string[], prefixes: [] as string[] };
  for (const scope of scopes.map(readScope).filter((each) => isScopeFor(each, action))) {
    const { path } = scope;
    if (path === '' || path === '*') return null;
    if (path.endsWith('/*')) reach.prefixes.push(path.slice(0, -1));
    else reach.paths.push(path);
  }
  return reach;
}
