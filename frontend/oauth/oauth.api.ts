import { queryOptions } from '@tanstack/react-query';
import type {
  AuthorizationPreview,
  AuthorizationRequest,
  ConnectedClient,
  ConnectedClients,
  DecideAuthorization,
  DecidedAuthorization,
} from '../../backend/oauth/oauth.contract.ts';
import { api } from '../api/client.ts';

/** What a client asks for. Looking at it changes nothing. */
export const authorizationQuery = (request: AuthorizationRequest) =>
  queryOptions({
    queryKey: ['authorization', request],
    queryFn: ({ signal }) => api.get<AuthorizationPreview>('/oauth/authorizations', request, signal),
    staleTime: Infinity,
    retry: false,
  });
/** Lets a client in, or not; gives where the browser goes on. */
export const decideAuthorization = (decision: DecideAuthorization): Promise<DecidedAuthorization> =>
  api.post<DecidedAuthorization>('/oauth/authorizations', decision);

/** Key of the clients that the person has let in. */
export const connectedClientsKey = ['oauth-clients'] as const;
/** The clients that the person has let in. */
export const connectedClientsQuery = queryOptions({
  queryKey: connectedClientsKey,
  queryFn: ({ signal }) => api.get<ConnectedClients>('/oauth/clients', undefined, signal).then((answer): ConnectedClient[] => answer.items),
});
/** Shuts a client out: its tokens stop working at once. */
export const disconnectClient = (id: string): Promise<void> => api.delete(`/oauth/clients/${id}`);
