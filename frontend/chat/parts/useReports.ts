import { useEffect, useImperativeHandle, useRef } from 'react';
import { textOf } from './core/message-words.ts';
import type { ConversationProps } from './Conversation.tsx';
import type { Conversation } from './useConversation.ts';
import { isOpen } from './useThread.ts';

/** Tells whoever shows a conversation as a part of something else how it stands. Each answer is told once, when it ends while it is looked at. */
export function useReports(conversation: Conversation, { onChange, onAnswer, control }: Pick<ConversationProps, 'onChange' | 'onAnswer' | 'control'>): void {
  const { thread, messages, running, send } = conversation;
  const last = messages.at(-1);
  const isAnswered = last !== undefined && last.role === 'assistant' && !isOpen(last);
  const answer = isAnswered ? textOf(last.parts) : null;
  const status = running !== null ? (running.status === 'waiting' ? 'waiting' : 'running') : last?.status === 'failed' ? 'failed' : 'idle';
  const id = thread?.id ?? null;
  useEffect(() => onChange?.({ thread_id: id, status, answer }), [onChange, id, status, answer]);
  const written = useRef<string | null>(null);
  useEffect(() => {
    if (running) written.current = running.id;
    else if (isAnswered && last.id === written.current && last.status === 'done' && id !== null) {
      written.current = null;
      onAnswer?.({ text: answer ?? '', thread_id: id });
    }
  }, [running, isAnswered, last, id, answer, onAnswer]);
  useImperativeHandle(control, () => ({
    send: (text) => {
      if (text.trim() !== '') send({ text: text.trim(), attachments: [], input: {}, model: null });
    },
  }));
}
