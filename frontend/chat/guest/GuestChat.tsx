import { IconRefresh, IconTool } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { ChatPartProps } from '../../../components/view.ts';
import type { MessagePart, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LiveRegion } from '../../ui/LiveRegion.tsx';
import { AnswerText } from '../parts/AnswerText.tsx';
import classes from '../parts/Conversation.module.css';
import { announcementOf, textOf, toolStates } from '../parts/core/message-words.ts';
import { EmptyChat } from '../parts/EmptyChat.tsx';
import words from '../parts/Message.module.css';
import part from '../parts/Part.module.css';
import { PracticeBadge } from '../parts/PracticeBadge.tsx';
import { Sources } from '../parts/Sources.tsx';
import { useStickToEnd } from '../parts/useStickToEnd.ts';
import { isOpen } from '../parts/useThread.ts';
import type { GuestChatPlace } from './guest-chat-door.ts';
import { GuestQuestion, GuestWords } from './GuestQuestion.tsx';
import { GuestWriter } from './GuestWriter.tsx';
import { useGuestChat } from './useGuestChat.ts';

/** Props of {@link GuestChat}. */
export type GuestChatProps = Omit<ChatPartProps, 'agent' | 'guestAction' | 'isKept'> & { title: string; place: GuestChatPlace };

/** A conversation in an app for somebody without an account: what was said, that tools work, and where one writes. */
export function GuestChat({ title, greeting, suggestions, placeholder, isDisabled, giveFile, place, onChange, onAnswer, control }: GuestChatProps): ReactNode {
  const chat = useGuestChat(place);
  const { ref, onScroll } = useStickToEnd(chat.sending ?? chat.messages);
  const last = chat.messages.at(-1);
  const answer = last && last.role === 'assistant' && !isOpen(last) ? textOf(last.parts) : null;
  const status = chat.isRunning ? (last?.status === 'waiting' ? 'waiting' : 'running') : last?.status === 'failed' ? 'failed' : 'idle';
  useEffect(() => onChange({ thread_id: null, status, answer }), [onChange, status, answer]);
  const [told, setTold] = useState(chat.isRunning);
  useEffect(() => {
    if (chat.isRunning) setTold(true);
    else if (told && answer !== null) {
      setTold(false);
      onAnswer({ text: answer, thread_id: '' });
    }
  }, [chat.isRunning, told, answer, onAnswer]);
  useEffect(() => {
    control.current = { send: (text) => chat.send(text), begin: chat.begin };
    return () => {
      control.current = null;
    };
  });
  const again = (question: ThreadMessage | undefined): void => question && chat.reword(question, textOf(question.parts));
  return (
    <section className={classes.conversation} aria-label="Conversation" inert={isDisabled}>
      <div className={classes.frame}>
        <div className={classes.scroller} ref={ref} onScroll={onScroll} tabIndex={0} role="region" aria-label="What was said">
          <div className={classes.messages}>
            {chat.messages.length === 0 && chat.sending === null && (
              <EmptyChat title={title} greeting={greeting} suggestions={suggestions} isPractice={false} onSuggestion={(text) => chat.send(text)} />
            )}
            {chat.messages.map((message, index) =>
              message.role === 'user' ? (
                <GuestQuestion key={message.id} message={message} mayEdit={!chat.isRunning} onReword={(text) => chat.reword(message, text)} />
              ) : (
                <Answer key={message.id} message={message} onAgain={chat.isRunning || message !== last ? undefined : () => again(chat.messages[index - 1])} />
              ),
            )}
            {chat.sending !== null && (
              <article className={words.question} data-pending aria-label="Question">
                <GuestWords text={chat.sending.text} files={chat.sending.files} />
              </article>
            )}
          </div>
        </div>
      </div>
      <div className={classes.foot}>
        {!chat.isConnected && <p className={classes.note}>The connection is lost. The answer appears here again.</p>}
        {chat.error !== null && <ErrorNotice error={chat.error} />}
        <GuestWriter chat={chat} placeholder={placeholder} giveFile={giveFile} />
      </div>
      <LiveRegion text={told && last && !isOpen(last) && last.role === 'assistant' ? announcementOf(last) : ''} />
    </section>
  );
}

function Answer({ message, onAgain }: { message: ThreadMessage; onAgain: (() => void) | undefined }): ReactNode {
  const isLive = isOpen(message);
  const sources = message.parts.filter((each) => each.type === 'source');
  return (
    <article className={words.answer} aria-label="Answer" data-status={message.status}>
      {message.is_practice && <PracticeBadge />}
      {message.parts.map((each, index) => (
        <Part key={index} part={each} />
      ))}
      {isLive && message.parts.length === 0 && (
        <p className={words.working}>
          <span className={words.dots} aria-hidden>
            <span />
            <span />
            <span />
          </span>
          <span className="visually-hidden">An answer is being written.</span>
        </p>
      )}
      <Sources sources={sources} />
      {message.status === 'stopped' && <p className={words.stopped}>Stopped.</p>}
      {message.error !== null && <p role="alert">{message.error.message}</p>}
      {onAgain && (
        <div className={words.actions}>
          <IconButton label="Ask again" icon={<IconRefresh />} variant="subtle" size="sm" onClick={onAgain} />
        </div>
      )}
    </article>
  );
}

function Part({ part: shown }: { part: MessagePart }): ReactNode {
  if (shown.type === 'text' && shown.text.trim() !== '') return <AnswerText text={shown.text} />;
  if (shown.type !== 'tool' || shown.status === 'succeeded') return null;
  return (
    <p className={part.line}>
      <IconTool aria-hidden className={part.icon} />
      <span>{shown.status === 'open' || shown.status === 'running' ? 'Looking into it' : toolStates[shown.status].word}</span>
    </p>
  );
}
