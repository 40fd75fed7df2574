import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './api-error.ts';

const maximumRetries = 5;

/** Whether asking again can help: only when nobody answered, or the server asked for patience. */
export function shouldRetry(failureCount: number, error: unknown): boolean {
  if (!isApiError(error)) return false;
  return (error.status === 0 || error.status === 502 || error.status === 503) && failureCount < maximumRetries;
}

/** How long to wait before asking again: what the server says, else longer each time. */
export function retryDelayMs(failureCount: number, error: unknown): number {
  const asked = isApiError(error) ? error.retryAfterSeconds : null;
  return asked === null ? Math.min(1000 * 2 ** failureCount, 15_000) : asked * 1000;
}

/** The cache of what the server said. Old data stays on the page while it is asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: shouldRetry, retryDelay: retryDelayMs, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
