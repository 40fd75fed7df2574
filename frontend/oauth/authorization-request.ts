import type { AuthorizationRequest } from '../../backend/oauth/oauth.contract.ts';

const names = ['client_id', 'redirect_uri', 'response_type', 'state', 'scope', 'resource', 'code_challenge', 'code_challenge_method'] as const;

/** What a client has put into the address of the page; everything else in it is dropped. */
export function authorizationRequestOf(search: string): AuthorizationRequest {
  const given = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (given.get(name) === null ? [] : [[name, given.get(name)]])));
}

/** What the person lets a client use: everything, or what lies below some prefixes. */
export type ChosenReach = { kind: 'all' } | { kind: 'some'; prefixes: readonly string[] };

/** The scopes of an answer: those that were asked for, or one for each prefix. */
export function scopesOf(requested: readonly string[], reach: ChosenReach): string[] {
  return reach.kind === 'all' ? [...requested] : reach.prefixes.map((prefix) => `mcp:${prefix}/*`);
}

/** What a scope of a client reaches, in words. */
export function wordsOfReach(scope: string): string {
  const path = /^mcp:(?:(?:use|\*):)?([uf]\/.+)$/.exec(scope)?.[1];
  if (path === undefined) return 'Everything that you may run';
  return path.endsWith('/*') ? `What lies in ${path.slice(0, -2)}` : path;
}
