import type { QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { listenToClient, rememberCsrfToken } from '../api/client.ts';
import { disconnectLive } from '../api/live.ts';
import { useAvailability } from './availability.ts';
import { usePreferences } from './preferences.ts';
import { meKey } from './session.api.ts';

/** Forgets everything of the person who was here: at sign-out, and when the server says that the session ended. */
export function forgetPerson(queryClient: QueryClient): void {
  rememberCsrfToken(null);
  disconnectLive();
  usePreferences.getState().leave();
  queryClient.clear();
  queryClient.setQueryData(meKey, null);
}

const mostWays = 5;

/** Goes to the sign-in page, again when a link that was followed meanwhile led elsewhere. */
async function leave(router: AnyRouter, href: string): Promise<void> {
  for (let way = 0; way < mostWays && router.state.location.pathname !== '/sign-in'; way += 1) await router.navigate({ to: '/sign-in', search: { return: href } });
}

/** Joins the API client with the rest: a lost session leads to the sign-in page and back, trouble shows the banner. */
export function connectSession(router: AnyRouter, queryClient: QueryClient): void {
  let isLeaving = false;
  listenToClient({
    onSignedOut: () => {
      const { pathname, href } = router.state.location;
      if (isLeaving || pathname === '/sign-in' || pathname.startsWith('/invitation/') || pathname.startsWith('/approve/')) return;
      isLeaving = true;
      // First away, then forget: the page that is still there needs its person until it is gone.
      void leave(router, href)
        .then(() => forgetPerson(queryClient))
        .finally(() => {
          isLeaving = false;
        });
    },
    onAvailability: (isAvailable, retryAfterSeconds) => useAvailability.getState().report(isAvailable, retryAfterSeconds, () => void queryClient.refetchQueries({ type: 'active' })),
  });
}
