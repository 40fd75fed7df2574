import { Button } from '@mantine/core';
import { IconArrowDown, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import type { ThreadRow } from '../../../backend/agents/threads.contract.ts';
import { agentQuery } from '../../agents/agents.api.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { splitPath } from '../../ui/item-path.ts';
import { LiveRegion } from '../../ui/LiveRegion.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { AgentInputs, otherInputs } from './AgentInputs.tsx';
import { AnswerMessage } from './AnswerMessage.tsx';
import { Composer } from './Composer.tsx';
import { ConversationProvider } from './conversation-context.ts';
import classes from './Conversation.module.css';
import { announcementOf, wordsOfSource } from './core/message-words.ts';
import { EmptyChat } from './EmptyChat.tsx';
import messages from './Message.module.css';
import { QuestionMessage } from './QuestionMessage.tsx';
import { type Conversation as ConversationState, useConversation } from './useConversation.ts';
import { isOpen } from './useThread.ts';
import { useReports } from './useReports.ts';
import { useStickToEnd } from './useStickToEnd.ts';

/** Props of {@link Conversation}. */
export type ConversationProps = {
  workspace: string;
  /** Path of the agent. */
  agent: string;
  /** Null: a new conversation, which is made with the first message. */
  threadId: string | null;
  /** A conversation was made. */
  onThread: (id: string) => void;
  hasAutoFocus?: boolean;
  /** In the place of what the agent offers. */
  suggestions?: readonly string[];
  greeting?: string;
  placeholder?: string;
  /** For who shows it as a part of something else: how it stands, each answer that ends, and how to say something. */
  onChange?: (state: { thread_id: string | null; status: ThreadRow['status']; answer: string | null }) => void;
  onAnswer?: (answer: { text: string; thread_id: string }) => void;
  control?: Ref<ConversationControl>;
};

/** What whoever shows a conversation may do in it. */
export type ConversationControl = { send: (text: string) => void };

/** A conversation with an agent: what was said, what its tools do, and where one writes. It needs nothing around it but its workspace. */
export function Conversation(props: ConversationProps): ReactNode {
  const { workspace, agent, threadId, onThread, hasAutoFocus = true, placeholder = 'Ask something' } = props;
  const { canBuild } = useWorkspace();
  const conversation = useConversation({ workspace, agent, threadId, onThread });
  useReports(conversation, props);
  const { thread, error, failure, running } = conversation;
  const found = useQuery({ ...agentQuery(workspace, agent), enabled: agent !== '', retry: false });
  const [editing, setEditing] = useState<string | null>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const inputs = useRef<(() => JsonObject | null) | null>(null);
  const mayWrite = (thread === undefined || thread.may_write) && found.error === null;
  const context = useMemo(() => ({ conversation, mayWrite, canBuild }), [conversation, mayWrite, canBuild]);
  const edit = (message: string | null): void => {
    setEditing(message);
    if (message === null) composer.current?.focus();
  };
  const editLast = (): void => {
    const last = conversation.messages.findLast(({ role }) => role === 'user');
    if (last && mayWrite) setEditing(last.id);
  };
  if (error && !thread) return <ErrorNotice error={error} title="The conversation could not be read." onRetry={() => void conversation.reload()} />;
  const isEmpty = conversation.messages.length === 0 && conversation.sending === null;
  const asked = isEmpty && found.data ? otherInputs(found.data.schema) : null;
  return (
    <ConversationProvider value={context}>
      <section className={classes.conversation} aria-label="Conversation">
        <Messages conversation={conversation} isLoading={threadId !== null && thread === undefined} editing={editing} onEdit={edit}>
          {isEmpty && (
            <EmptyChat
              title={found.data?.summary || splitPath(agent).name}
              greeting={props.greeting || found.data?.value.greeting || ''}
              suggestions={mayWrite ? (props.suggestions ?? found.data?.value.suggestions ?? []) : []}
              isPractice={found.data?.value.model.resource === null}
              onSuggestion={(text) => {
                const input = inputs.current ? inputs.current() : {};
                if (input !== null) conversation.send({ text, attachments: [], input, model: null });
                composer.current?.focus();
              }}
            />
          )}
        </Messages>
        <div className={classes.foot}>
          {!conversation.isConnected && running !== null && (
            <p className={classes.note} role="status">
              <IconPlugConnectedX aria-hidden /> The connection is lost. The agent goes on; its answer appears here again.
            </p>
          )}
          {failure && <Failure conversation={conversation} />}
          {asked && mayWrite && <AgentInputs schema={asked} control={inputs} />}
          {mayWrite ? (
            <Composer
              conversation={conversation}
              models={found.data?.value.models ?? []}
              input={() => (asked && inputs.current ? inputs.current() : {})}
              onEditLast={editLast}
              inputRef={composer}
              hasAutoFocus={hasAutoFocus}
              placeholder={placeholder}
            />
          ) : (
            <p className={classes.readOnly}>{whyReadOnly(conversation, found.error !== null)}</p>
          )}
        </div>
        <Announcer conversation={conversation} />
      </section>
    </ConversationProvider>
  );
}

function whyReadOnly({ thread }: ConversationState, isAgentGone: boolean): string {
  if (thread && !thread.may_write && thread.source !== 'chat' && thread.is_mine)
    return `This conversation was begun ${wordsOfSource(thread.source)}. It can be read here, and not continued.`;
  if (thread && !thread.may_write) return 'This conversation is shared with you: you can read it, and not continue it.';
  return isAgentGone
    ? 'The agent of this conversation is archived, or you may not use it any more. What was said stays.'
    : 'You can read this conversation, and not continue it.';
}

type MessagesProps = {
  conversation: ConversationState;
  isLoading: boolean;
  editing: string | null;
  onEdit: (message: string | null) => void;
  children: ReactNode;
};

function Messages({ conversation, isLoading, editing, onEdit, children }: MessagesProps): ReactNode {
  const { messages: shown, sending, running } = conversation;
  const { ref, onScroll, isAway, goToEnd } = useStickToEnd(sending ?? shown);
  return (
    <div className={classes.frame}>
      <div className={classes.scroller} ref={ref} onScroll={onScroll} tabIndex={0} role="region" aria-label="What was said">
        <div className={classes.messages}>
          {isLoading && <SkeletonText lines={6} />}
          {!isLoading && children}
          {shown.map((message, index) =>
            message.role === 'user' ? (
              <QuestionMessage key={message.id} message={message} isEditing={editing === message.id} onEdit={onEdit} />
            ) : (
              <AnswerMessage key={message.id} message={message} isLast={index === shown.length - 1} />
            ),
          )}
          {sending && running === null && (
            <article className={messages.question} data-pending aria-label="Question">
              <div className={messages.bubble}>{sending.text || `${sending.attachments.length} files`}</div>
            </article>
          )}
        </div>
      </div>
      {isAway && (
        <Button size="xs" variant="default" className={classes.toEnd} leftSection={<IconArrowDown />} onClick={goToEnd}>
          Newest
        </Button>
      )}
    </div>
  );
}

function Failure({ conversation }: { conversation: ConversationState }): ReactNode {
  const { failure, dismiss, send } = conversation;
  if (!failure) return null;
  const { message } = failure;
  return (
    <ErrorNotice
      error={failure.error}
      title={message ? 'The message was not sent.' : 'That did not work.'}
      onRetry={message ? () => send(message) : undefined}
      action={
        <Button size="xs" variant="subtle" onClick={dismiss}>
          Dismiss
        </Button>
      }
    />
  );
}

/** Reads an answer out once it is there: words that come one by one would be read one by one. */
function Announcer({ conversation: { messages: shown } }: { conversation: ConversationState }): ReactNode {
  const last = shown.at(-1);
  const first = useRef(last?.id);
  const wasOpen = useRef(false);
  if (last && (last.status === 'running' || last.id !== first.current)) wasOpen.current = true;
  const text = last?.role === 'assistant' && wasOpen.current && (!isOpen(last) || last.status === 'waiting') ? announcementOf(last) : '';
  return <LiveRegion text={text} />;
}
