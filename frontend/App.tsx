import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { queryClient } from './api/query-client.ts';
import { router } from './router.tsx';
import { connectSession } from './session/connect-session.ts';
import { usePreferences } from './session/preferences.ts';
import { AvailabilityBanner } from './shell/AvailabilityBanner.tsx';
import { preferencesManager } from './theme/color-scheme.ts';
import { cssVariables, theme } from './theme/theme.ts';
import { startShortcuts } from './ui/shortcuts.ts';

connectSession(router, queryClient);

/** The interface: theme, data, routes, and what is outside every page. */
export function App(): ReactNode {
  const density = usePreferences((store) => store.preferences.density);
  useEffect(() => document.documentElement.setAttribute('data-density', density), [density]);
  useEffect(startShortcuts, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={preferencesManager} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <AvailabilityBanner />
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
