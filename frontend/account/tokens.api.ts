import { queryOptions } from '@tanstack/react-query';
import type { CreatedToken, CreateToken, Token } from '../../backend/auth/auth.contract.ts';
import { api } from '../api/client.ts';

/** Key of the person's API tokens. */
export const tokensKey = ['tokens'] as const;

/** The person's API tokens, without the secrets. */
export const tokensQuery = queryOptions({ queryKey: tokensKey, queryFn: ({ signal }) => api.get<{ items: Token[] }>('/tokens', undefined, signal).then((answer) => answer.items) });
/** Makes a token; the answer holds it, once. */
export const createToken = (input: CreateToken): Promise<CreatedToken> => api.post<CreatedToken>('/tokens', input);
/** Revokes a token: it stops working at once. */
export const revokeToken = (id: string): Promise<void> => api.delete(`/tokens/${id}`);
