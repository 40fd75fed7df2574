import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Thread } from '../../../backend/agents/threads.contract.ts';
import { threadQuery } from '../../chat/chat.api.ts';
import { useUrlState } from '../../ui/useUrlState.ts';
import { caseOfAnswer, freeCaseId } from './evaluation-edit.ts';
import type { AgentEditor } from './useAgentEditor.ts';

/** A link from an answer (`?thread=&answer=`) brings it along as a case of the evaluation set, once. */
export function useCaseOfThread(editor: AgentEditor, thread: string | undefined, answer: string | undefined): void {
  const [, changeUrl] = useUrlState();
  const { data } = useQuery({ ...threadQuery(editor.workspace, thread ?? ''), enabled: thread !== undefined && answer !== undefined });
  const { change } = editor;
  const take = useEffectEvent((found: Thread, answerId: string) => {
    change((document) => {
      const { evaluation, tools } = document.value;
      const made = caseOfAnswer(found, answerId, freeCaseId(evaluation.cases), tools);
      if (!made) return document;
      return { ...document, value: { ...document.value, evaluation: { ...evaluation, cases: [...evaluation.cases, made] } } };
    });
    changeUrl({ thread: undefined, answer: undefined });
  });
  // The conversation may be read anew before the address has changed: one case for each link.
  const taken = useRef<string | null>(null);
  useEffect(() => {
    if (!data || answer === undefined || taken.current === answer) return;
    taken.current = answer;
    take(data, answer);
  }, [data, answer]);
}
