import type { ReactNode } from 'react';
import { nameOfActor } from '../runs/run-words.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import type { useScheduleSwitch } from './useScheduleSwitch.ts';

/** Asks before a schedule of somebody else is switched on: it will act as the person who does that. */
export function TakeOverDialog({ control }: { control: ReturnType<typeof useScheduleSwitch> }): ReactNode {
  const { asking, confirm, cancel } = control;
  return (
    <ConfirmDialog
      isOpen={asking !== null}
      onClose={cancel}
      title={`Switch ${asking?.path ?? ''} on?`}
      confirmLabel="Switch on as me"
      isDanger={false}
      onConfirm={confirm}
    >
      It ran as {nameOfActor(asking?.run_as ?? '')}. From now on it runs as you: with your access, and under your name.
    </ConfirmDialog>
  );
}
