import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { threadQuery } from '../../chat/chat.api.ts';
import { useUrlState } from '../../ui/useUrlState.ts';
import { caseOfAnswer, freeCaseId } from './evaluation-edit.ts';
import type { AgentEditor } from './useAgentEditor.ts';

/** A link from an answer (`?thread=&answer=`) brings it along as a case of the evaluation set, once. */
export function useCaseOfThread(editor: AgentEditor, thread: string | undefined, answer: string | undefined): void {
  const [, changeUrl] = useUrlState();
  const { data } = useQuery({ ...threadQuery(editor.workspace, thread ?? ''), enabled: thread !== undefined && answer !== undefined });
  const { change } = editor;
  useEffect(() => {
    if (!data || answer === undefined) return;
    change((document) => {
      const { evaluation, tools } = document.value;
      const made = caseOfAnswer(data, answer, freeCaseId(evaluation.cases), tools);
      if (!made) return document;
      return { ...document, value: { ...document.value, evaluation: { ...evaluation, cases: [...evaluation.cases, made] } } };
    });
    changeUrl({ thread: undefined, answer: undefined });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a link brings a case once
  }, [data, answer, change]);
}
