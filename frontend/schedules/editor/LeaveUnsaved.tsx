import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

/** Asks before a form with changes is left. */
export function LeaveUnsaved({ isChanged }: { isChanged: boolean }): ReactNode {
  const blocker = useBlocker({ shouldBlockFn: () => isChanged, enableBeforeUnload: isChanged, withResolver: true });
  return (
    <ConfirmDialog
      isOpen={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      confirmLabel="Leave and lose the changes"
      onConfirm={() => blocker.proceed?.()}
    >
      What was typed here is not saved yet.
    </ConfirmDialog>
  );
}
