import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { useUrlState } from '../ui/useUrlState.ts';
import { AgentChoice } from './AgentChoice.tsx';
import classes from './ChatPage.module.css';
import { OpenThread } from './OpenThread.tsx';
import { ThreadHead } from './ThreadHead.tsx';
import { Conversation } from './parts/Conversation.tsx';
import { ThreadList } from './ThreadList.tsx';

const roomForBoth = '(min-width: 900px)';

/** What the page shows at the right. A conversation keeps its `key` when it is made by its first message, so that nothing is drawn anew. */
type Shown = { key: number; thread: string | null; agent: string | null };

/** Conversations with agents: those that there are at the left, one of them at the right; on a phone one after the other. */
export function ChatPage(): ReactNode {
  const { threadId } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const [{ agent = null }] = useUrlState();
  const navigate = useNavigate();
  const isWide = useMediaQuery(roomForBoth, true, { getInitialValueInEffect: false });
  const [shown, setShown] = useState<Shown>({ key: 0, thread: threadId ?? null, agent });
  useEffect(() => {
    setShown((before) =>
      before.thread === (threadId ?? null) && (threadId !== undefined || before.agent === agent)
        ? before
        : { key: before.key + 1, thread: threadId ?? null, agent },
    );
  }, [threadId, agent]);
  usePageTitle('Chat');
  const begin = (chosen: string | null): void =>
    void navigate({ to: '/w/$workspace/chat', params: { workspace }, search: { agent: chosen ?? undefined, new: chosen === null ? '1' : undefined } });
  useShortcut('n', 'New conversation', () => begin(null));
  const made = (thread: string): void => {
    setShown((before) => ({ ...before, thread }));
    void navigate({ to: '/w/$workspace/chat/$threadId', params: { workspace, threadId: thread }, replace: true });
  };
  const isChosen = shown.thread !== null || shown.agent !== null;
  const [{ new: isNew }] = useUrlState();
  const isListShown = isWide || (!isChosen && isNew === undefined);
  return (
    <div className={classes.page} data-wide={isWide || undefined}>
      {isListShown && <ThreadList workspace={workspace} open={shown.thread} onNew={() => begin(null)} />}
      {(isWide || !isListShown) && (
        <div className={classes.main}>
          {shown.thread !== null && shown.agent === null ? (
            <OpenThread key={shown.key} workspace={workspace} threadId={shown.thread} hasBack={!isWide} />
          ) : shown.agent !== null ? (
            <>
              <ThreadHead workspace={workspace} agent={shown.agent} threadId={shown.thread} hasBack={!isWide} onAgent={begin} />
              <Conversation key={shown.key} workspace={workspace} agent={shown.agent} threadId={shown.thread} onThread={made} hasAutoFocus={isWide} />
            </>
          ) : (
            <AgentChoice workspace={workspace} onChoose={begin} hasBack={!isWide} />
          )}
        </div>
      )}
    </div>
  );
}
