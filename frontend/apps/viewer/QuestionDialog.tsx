import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useQuestions } from './questions.ts';

/** Asks what an action wants to be confirmed. */
export function QuestionDialog(): ReactNode {
  const asked = useQuestions((store) => store.asked);
  if (!asked) return null;
  const { title, body, typedWord } = asked.question;
  return (
    <ConfirmDialog
      isOpen
      onClose={() => asked.answer(false)}
      title={title}
      confirmLabel="Go on"
      isDanger={typedWord !== null}
      onConfirm={() => asked.answer(true)}
      {...(typedWord === null ? {} : { typeToConfirm: typedWord })}
    >
      {body}
    </ConfirmDialog>
  );
}
