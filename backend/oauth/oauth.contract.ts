import { z } from 'zod';
import { Timestamp } from '../common/json.ts';

/** What a client sends a person's browser here with (RFC 6749, 7636, 8707), as it stands in the address of the page. */
export const AuthorizationRequest = z
  .object({
    client_id: z.string().max(100).optional(),
    redirect_uri: z.string().max(2000).optional(),
    response_type: z.string().max(100).optional(),
    state: z.string().max(4000).optional(),
    scope: z.string().max(4000).optional(),
    resource: z.string().max(2000).optional(),
    code_challenge: z.string().max(200).optional(),
    code_challenge_method: z.string().max(20).optional(),
  })
  .meta({ id: 'AuthorizationRequest' });
export type AuthorizationRequest = z.infer<typeof AuthorizationRequest>;

/** What the page shows before somebody decides; `refusal` where the request is wrong, and how to go back to the client with that. */
export const AuthorizationPreview = z
  .object({
    client: z.object({ name: z.string().describe('As it calls itself'), uri: z.string().nullable(), redirect_host: z.string(), is_local: z.boolean() }),
    workspace: z.object({ id: z.string(), name: z.string() }).nullable(),
    scopes: z.array(z.string()),
    folders: z.array(z.string()).describe('Folders to which it can be narrowed'),
    refusal: z.object({ message: z.string(), redirect_to: z.string() }).nullable(),
  })
  .meta({ id: 'AuthorizationPreview' });
export type AuthorizationPreview = z.infer<typeof AuthorizationPreview>;

/** A person's answer. `scopes`: what was asked for, or narrower. */
export const DecideAuthorization = z
  .object({ request: AuthorizationRequest, is_allowed: z.boolean(), scopes: z.array(z.string().max(300)).max(100).default([]) })
  .strict()
  .meta({ id: 'DecideAuthorization' });
export type DecideAuthorization = z.infer<typeof DecideAuthorization>;

/** Where the browser goes on: back to the client. */
export const DecidedAuthorization = z.object({ redirect_to: z.string() }).meta({ id: 'DecidedAuthorization' });
export type DecidedAuthorization = z.infer<typeof DecidedAuthorization>;

/** A client that the person has let in. */
export const ConnectedClient = z
  .object({
    id: z.uuid(),
    name: z.string(),
    uri: z.string().nullable(),
    workspace: z.string(),
    scopes: z.array(z.string()),
    created_at: Timestamp,
    used_at: Timestamp.nullable(),
  })
  .meta({ id: 'ConnectedClient' });
export type ConnectedClient = z.infer<typeof ConnectedClient>;
export const ConnectedClients = z.object({ items: z.array(ConnectedClient) }).meta({ id: 'ConnectedClients' });
export type ConnectedClients = z.infer<typeof ConnectedClients>;
