import '../../theme/layers.css';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '../../theme/tokens.css';
import '../../theme/accents.css';
import '../../theme/base.css';
import '../../theme/mantine-controls.css';
import '../../theme/mantine-surfaces.css';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import type { SignedIn } from '../../../backend/auth/auth.contract.ts';
import { api, listenToClient, rememberCsrfToken } from '../../api/client.ts';
import { preferencesManager } from '../../theme/color-scheme.ts';
import { cssVariables, theme } from '../../theme/theme.ts';
import { Viewer } from './Viewer.tsx';

/** After the page itself: nothing is told before something is done in it. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** Without a session the way leads to the sign-in page and back; what was typed into an app is not worth more than that. */
const signIn = (): void => location.assign(`/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`);

/** Released apps have an entry of their own, in a page and in a frame of another site: who only uses them loads neither the editors nor the pages of Millrace. */
async function open(): Promise<void> {
  const isEmbedded = location.pathname.startsWith('/embed/');
  const me = isEmbedded ? null : await api.get<SignedIn>('/auth/me').catch(() => null);
  // A guest has no session that could end.
  listenToClient({ onSignedOut: me ? signIn : () => undefined, onAvailability: () => undefined });
  if (me) rememberCsrfToken(me.csrf_token);
  const container = document.getElementById('root');
  if (!container) throw new Error('The page has no #root element.');
  createRoot(container).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={preferencesManager} defaultColorScheme="auto">
        <QueryClientProvider client={new QueryClient()}>
          <DirectionProvider detectDirection={false}>
            <Viewer isSignedIn={me !== null} onSignIn={signIn} />
          </DirectionProvider>
          <Suspense>
            <Notifications position="bottom-right" limit={4} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void open();
