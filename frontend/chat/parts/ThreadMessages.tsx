import { useMemo, type ReactNode } from 'react';
import { useWorkspace } from '../../session/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { AnswerMessage } from './AnswerMessage.tsx';
import { ConversationProvider } from './conversation-context.ts';
import { QuestionMessage } from './QuestionMessage.tsx';
import { useConversation } from './useConversation.ts';

const nothing = (): void => undefined;

/** The messages of a conversation, live and only to read: for tests, runs and other places that show one among other things. */
export function ThreadMessages({ workspace, threadId }: { workspace: string; threadId: string }): ReactNode {
  const { canBuild } = useWorkspace();
  const conversation = useConversation({ workspace, agent: '', threadId, onThread: nothing });
  const agent = conversation.thread?.agent ?? '';
  const context = useMemo(() => ({ conversation: { ...conversation, agent }, mayWrite: false, canBuild }), [conversation, agent, canBuild]);
  const { thread, error, messages, reload } = conversation;
  if (!thread)
    return error ? <ErrorNotice error={error} title="The conversation could not be read." onRetry={() => void reload()} /> : <SkeletonText lines={4} />;
  return (
    <ConversationProvider value={context}>
      {messages.map((message, index) =>
        message.role === 'user' ? (
          <QuestionMessage key={message.id} message={message} isEditing={false} onEdit={nothing} />
        ) : (
          <AnswerMessage key={message.id} message={message} isLast={index === messages.length - 1} />
        ),
      )}
    </ConversationProvider>
  );
}
