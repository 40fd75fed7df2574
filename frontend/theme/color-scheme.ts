import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import { usePreferences, type Preferences } from '../session/preferences.ts';

const schemeOf = ({ theme }: Preferences): MantineColorScheme => (theme === 'system' ? 'auto' : theme);

let stopListening: () => void = () => undefined;

/** Lets Mantine take the theme from the person's preferences: one place decides, and all open tabs of the page follow. */
export const preferencesManager: MantineColorSchemeManager = {
  get: () => schemeOf(usePreferences.getState().preferences),
  set: () => undefined,
  subscribe: (onUpdate) => {
    stopListening = usePreferences.subscribe((now, before) => {
      if (now.preferences.theme !== before.preferences.theme) onUpdate(schemeOf(now.preferences));
    });
  },
  unsubscribe: () => stopListening(),
  clear: () => undefined,
};
