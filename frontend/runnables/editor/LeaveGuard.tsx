import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import type { DraftControl } from '../../ui/useDraft.ts';

/** Saves the draft before the page is left, and asks only when that fails. */
export function LeaveGuard({ draft }: { draft: Pick<DraftControl<unknown>, 'saving' | 'flush'> }): ReactNode {
  const isBehind = draft.saving.state === 'unsaved' || draft.saving.state === 'saving' || draft.saving.state === 'failed';
  const blocker = useBlocker({
    shouldBlockFn: async () => {
      if (!isBehind) return false;
      try {
        await draft.flush();
        return false;
      } catch {
        return true;
      }
    },
    enableBeforeUnload: isBehind,
    withResolver: true,
  });
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title="Leave without saving the draft?">
      <ErrorNotice error={draft.saving.error} title="The draft could not be saved." />
      <FormActions>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          Leave and lose the changes
        </Button>
        <Button variant="filled" onClick={() => blocker.reset?.()}>
          Keep editing
        </Button>
      </FormActions>
    </Modal>
  );
}
