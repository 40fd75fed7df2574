import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/**
 * Says something that happened elsewhere: a run that ended while one is on another page, a change that somebody else made.
 * What one does on this page is shown where it was done, never here.
 */
export function toast({ id, title, message, isProblem = false }: { id?: string; title: string; message?: ReactNode; isProblem?: boolean }): void {
  notifications.show({
    id,
    title,
    message,
    autoClose: isProblem ? 12_000 : 6000,
    role: isProblem ? 'alert' : 'status',
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}
