import { memo, type ReactNode } from 'react';
import type { MessagePart, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { AnswerActions } from './AnswerActions.tsx';
import { AnswerText } from './AnswerText.tsx';
import { ErrorCard } from './ErrorCard.tsx';
import { sourcesOf } from './core/retrieved.ts';
import classes from './Message.module.css';
import { PracticeBadge } from './PracticeBadge.tsx';
import { Reasoning } from './Reasoning.tsx';
import { Sources } from './Sources.tsx';
import { ToolCall } from './ToolCall.tsx';
import { isOpen } from './useThread.ts';

/** An answer: its texts, thoughts and tools in the order in which they came, and what one can do with it. */
export const AnswerMessage = memo(function AnswerMessage({ message, isLast }: { message: ThreadMessage; isLast: boolean }): ReactNode {
  const isLive = isOpen(message);
  const { parts } = message;
  const sources = sourcesOf(parts);
  const isSilent = isLive && !parts.some((part) => part.type !== 'source');
  return (
    <article className={classes.answer} aria-label="Answer" data-message={message.id} data-status={message.status}>
      {message.is_practice && <PracticeBadge />}
      {parts.map((part, index) => (
        <Part key={part.type === 'tool' ? part.call_id : index} part={part} isGrowing={isLive && index === parts.length - 1} />
      ))}
      {isSilent && (
        <p className={classes.working}>
          <span className={classes.dots} aria-hidden>
            <span />
            <span />
            <span />
          </span>
          <span className="visually-hidden">The agent works.</span>
        </p>
      )}
      <Sources sources={sources} />
      {message.status === 'failed' && <ErrorCard message={message} />}
      {message.status === 'stopped' && <p className={classes.stopped}>Stopped. What was done so far stays done.</p>}
      {!isLive && <AnswerActions message={message} isLast={isLast} />}
    </article>
  );
});

function Part({ part, isGrowing }: { part: MessagePart; isGrowing: boolean }): ReactNode {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? null : <AnswerText text={part.text} />;
    case 'reasoning':
      return part.text.trim() === '' && !isGrowing ? null : <Reasoning text={part.text} isLive={isGrowing} />;
    case 'tool':
      return <ToolCall tool={part} />;
    default:
      // Files belong to questions, and sources stand below the answer.
      return null;
  }
}
