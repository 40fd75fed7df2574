import { useLayoutEffect } from 'react';
import type { AppTheme } from '../../../backend/apps/app.contract.ts';

/**
 * Gives the whole page the looks that its app chooses, what stands above it too. Light or dark is only said where the app says so; else the person or their
 * system decides, and Mantine follows them.
 */
export function useAppTheme({ accent, density, mode }: AppTheme): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset['accent'] = accent;
    dataset['density'] = density;
  }, [accent, density]);
  useLayoutEffect(() => {
    if (mode === 'auto') return undefined;
    const set = (): void => void (document.documentElement.dataset['mantineColorScheme'] = mode);
    set();
    // Mantine follows the system and was there first, so that this comes after it.
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', set);
    return () => system.removeEventListener('change', set);
  }, [mode]);
}
