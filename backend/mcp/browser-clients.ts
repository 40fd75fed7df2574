import type { NextFunction, Request, Response } from 'express';

/** What a client that runs in a page calls: the endpoint of a workspace, and what it needs to get a token for it. Nothing else of the API. */
const routes =
  /^\/(?:api\/w\/[^/]+\/mcp|api\/oauth\/(?:register|token|revoke)|\.well-known\/(?:oauth-protected-resource\/api\/w\/[^/]+\/mcp|oauth-authorization-server))$/;

const requestHeaders = 'authorization, content-type, accept, mcp-session-id, mcp-protocol-version, last-event-id';
const answerHeaders = 'mcp-session-id, www-authenticate, retry-after, x-request-id';
const preflightAgeS = 86_400;

/**
 * Lets pages of other sites read the answers of the MCP endpoint (CORS). Only without credentials of the browser: no cookie goes along, so a page can do
 * what the token that it was given can do, and nothing in the name of who is signed in here. Every other route answers as before: to no other site.
 */
export function answerBrowserClients({ path, method, headers }: Request, response: Response, next: NextFunction): void {
  if (headers.origin === undefined || !routes.test(path)) return next();
  response.setHeader('access-control-allow-origin', '*').setHeader('access-control-expose-headers', answerHeaders);
  if (method !== 'OPTIONS') return next();
  response
    .setHeader('access-control-allow-methods', 'GET, POST, DELETE')
    .setHeader('access-control-allow-headers', requestHeaders)
    .setHeader('access-control-max-age', String(preflightAgeS))
    .status(204)
    .end();
}
