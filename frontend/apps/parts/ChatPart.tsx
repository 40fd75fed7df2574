import { Button } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChatPartProps } from '../../../components/view.ts';
import { newestThreadQuery } from '../../chat/chat.api.ts';
import { Conversation, type ConversationControl } from '../../chat/parts/Conversation.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import classes from './ChatPart.module.css';
import { PartFrame } from './PartFrame.tsx';

/** A conversation with an agent in an app: the same as on the page of chats, in the name of whoever looks. */
export function ChatPart(props: ChatPartProps & { workspace: string }): ReactNode {
  return <PartFrame workspace={props.workspace}>{props.agent === '' ? <OnlyGuests /> : <Chat key={props.agent} {...props} />}</PartFrame>;
}

const OnlyGuests = (): ReactNode => <p>This conversation is for people without an account.</p>;

function Chat(props: ChatPartProps & { workspace: string }): ReactNode {
  const { workspace, agent, isKept } = props;
  const newest = useQuery({ ...newestThreadQuery(workspace, agent), enabled: isKept, staleTime: Infinity });
  if (isKept && newest.isPending) return <SkeletonText lines={4} />;
  if (newest.error) return <ErrorNotice error={newest.error} title="The conversation could not be read." onRetry={() => void newest.refetch()} />;
  return <OpenChat {...props} first={isKept ? (newest.data ?? null) : null} />;
}

function OpenChat({
  workspace,
  agent,
  greeting,
  suggestions,
  placeholder,
  isDisabled,
  onChange,
  onAnswer,
  control,
  first,
}: ChatPartProps & { workspace: string; first: string | null }): ReactNode {
  const [open, setOpen] = useState({ key: 0, thread: first });
  const begin = useCallback(() => setOpen(({ key }) => ({ key: key + 1, thread: null })), []);
  const talk = useRef<ConversationControl>(null);
  useEffect(() => {
    control.current = { send: (text) => talk.current?.send(text), begin };
    return () => {
      control.current = null;
    };
  });
  return (
    <div className={classes.part} inert={isDisabled}>
      {open.thread !== null && (
        <div className={classes.head}>
          <Button size="xs" variant="subtle" leftSection={<IconMessagePlus />} onClick={begin}>
            New conversation
          </Button>
        </div>
      )}
      <Conversation
        key={open.key}
        workspace={workspace}
        agent={agent}
        threadId={open.thread}
        onThread={(thread) => setOpen((before) => ({ ...before, thread }))}
        hasAutoFocus={false}
        {...(suggestions.length > 0 ? { suggestions } : {})}
        greeting={greeting}
        placeholder={placeholder}
        onChange={onChange}
        onAnswer={onAnswer}
        control={talk}
      />
    </div>
  );
}
