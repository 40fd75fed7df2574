import { Drawer } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import classes from './SideForm.module.css';

/** Props of {@link SideForm}. */
export type SideFormProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Something was typed that closing would lose: it is asked about first. */
  isChanged: boolean;
  children: ReactNode;
};

/** What one would type first gets the focus, except where a keyboard would rise from the screen and cover the form. */
function markFirst(form: HTMLDivElement | null): void {
  if (window.matchMedia('(pointer: coarse)').matches) return;
  form?.querySelector('input:not([type="checkbox"], [type="radio"], [type="hidden"], [aria-haspopup], :disabled)')?.setAttribute('data-autofocus', '');
}

/** A form beside its list: Escape and a click outside close it, and ask first when something would be lost. */
export function SideForm({ isOpen, onClose, title, isChanged, children }: SideFormProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  // Asked after the press is over: a question that opens during it would take the same Escape for its own and close at once.
  const close = (): void => (isChanged ? void setTimeout(() => setAsking(true)) : onClose());
  return (
    <>
      <Drawer
        opened={isOpen}
        onClose={close}
        closeOnEscape={!isAsking}
        position="right"
        size="min(560px, 100vw)"
        title={title}
        classNames={{ title: classes.title, body: classes.body, header: classes.header }}
      >
        <div ref={markFirst}>{children}</div>
      </Drawer>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Close without saving?"
        confirmLabel="Close and lose the changes"
        onConfirm={onClose}
      >
        What was typed here is not saved yet.
      </ConfirmDialog>
    </>
  );
}
