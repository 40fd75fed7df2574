import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PartUnavailable } from '../shell/ItemUnavailable.tsx';
import { SkeletonText } from '../ui/Skeletons.tsx';
import { threadQuery } from './chat.api.ts';
import classes from './ChatPage.module.css';
import { Conversation } from './parts/Conversation.tsx';
import { ThreadHead } from './ThreadHead.tsx';

/** A conversation that there is already: of the person, shared, or of a run from elsewhere. */
export function OpenThread({ workspace, threadId, hasBack }: { workspace: string; threadId: string; hasBack: boolean }): ReactNode {
  const { data, error, refetch } = useQuery(threadQuery(workspace, threadId));
  if (!data)
    return (
      <div className={classes.problem}>
        {error ? <PartUnavailable error={error} noun="conversation" name={threadId} onRetry={() => void refetch()} /> : <SkeletonText lines={8} />}
      </div>
    );
  return (
    <>
      <ThreadHead workspace={workspace} agent={data.agent} threadId={threadId} hasBack={hasBack} />
      <Conversation workspace={workspace} agent={data.agent} threadId={threadId} onThread={() => undefined} hasAutoFocus={!hasBack} />
    </>
  );
}
