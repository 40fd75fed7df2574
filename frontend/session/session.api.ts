import { queryOptions } from '@tanstack/react-query';
import type { AcceptInvitation, ChangePassword, InvitationInfo, Login, Me, Session, SignedIn, UpdateMe } from '../../backend/auth/auth.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { api, rememberCsrfToken } from '../api/client.ts';

/** Key of the person who is signed in. */
export const meKey = ['me'] as const;
/** Key of the person's sessions. */
export const sessionsKey = ['sessions'] as const;

function remember(answer: SignedIn): Me {
  rememberCsrfToken(answer.csrf_token);
  return answer.user;
}

/** Who is signed in; null for nobody. It is asked once and then kept until something says otherwise. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return remember(await api.get<SignedIn>('/auth/me', undefined, signal));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

/** Signs in. */
export const signIn = async (login: Login): Promise<Me> => remember(await api.post<SignedIn>('/auth/login', login));
/** Signs out here. */
export const signOut = (): Promise<void> => api.post('/auth/logout');
/** Ends every session of the person, also this one. */
export const signOutEverywhere = (): Promise<void> => api.post('/auth/logout_everywhere');
/** Changes name or preferences. */
export const updateMe = (change: UpdateMe): Promise<Me> => api.patch<Me>('/auth/me', change);
/** Changes the password; every other session ends. */
export const changePassword = (change: ChangePassword): Promise<void> => api.post('/auth/password', change);

/** Where the person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: ({ signal }) => api.get<{ items: Session[] }>('/auth/sessions', undefined, signal).then((answer) => answer.items),
});
/** Ends one session. */
export const endSession = (id: string): Promise<void> => api.delete(`/auth/sessions/${id}`);

/** What an invitation link leads to. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.get<InvitationInfo>(`/auth/invitations/${encodeURIComponent(token)}`, undefined, signal),
    staleTime: Infinity,
    retry: false,
  });
/** Accepts an invitation and signs in. */
export const acceptInvitation = async (token: string, input: AcceptInvitation): Promise<Me> =>
  remember(await api.post<SignedIn>(`/auth/invitations/${encodeURIComponent(token)}`, input));
