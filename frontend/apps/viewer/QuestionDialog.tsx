import { lazy, Suspense, type ReactNode } from 'react';
import { useQuestions } from './questions.ts';

/** Loaded with the first question: most pages of apps never ask one. */
const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/ConfirmDialog.tsx')).ConfirmDialog }));

/** Asks what an action wants to be confirmed. */
export function QuestionDialog(): ReactNode {
  const asked = useQuestions((store) => store.asked);
  if (!asked) return null;
  const { title, body, typedWord } = asked.question;
  return (
    <Suspense>
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
    </Suspense>
  );
}
