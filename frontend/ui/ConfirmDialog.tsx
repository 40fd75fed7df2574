import { Button, Modal, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import classes from './ConfirmDialog.module.css';
import { ErrorNotice } from './ErrorNotice.tsx';

/** Props of {@link ConfirmDialog}. */
export type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** The question, with the name of what it is about: "Delete f/support/refund_order?" */
  title: string;
  /** What follows, and what cannot be undone. */
  children: ReactNode;
  /** A verb with its object: "Delete script". */
  confirmLabel: string;
  /** May be asynchronous: the button waits, an error is shown in the dialog, success closes it. */
  onConfirm: () => unknown;
  isDanger?: boolean;
  /** Text that must be typed first; only for what takes a whole workspace with it. */
  typeToConfirm?: string;
};

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ isOpen, onClose, title, children, confirmLabel, onConfirm, isDanger = true, typeToConfirm }: ConfirmDialogProps): ReactNode {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  useEffect(() => {
    if (isOpen) return;
    setTyped('');
    setError(null);
  }, [isOpen]);
  const confirm = async (): Promise<void> => {
    setIsBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsBusy(false);
    }
  };
  const isReady = typeToConfirm === undefined || typed === typeToConfirm;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="md">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void confirm();
        }}
      >
        <div className={classes.words}>{children}</div>
        {typeToConfirm !== undefined && (
          <TextInput
            label={`Type ${typeToConfirm} to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        {error !== null && <ErrorNotice error={error} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            color={isDanger ? 'red' : undefined}
            loading={isBusy}
            disabled={!isReady}
            data-autofocus={typeToConfirm === undefined || undefined}
          >
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
