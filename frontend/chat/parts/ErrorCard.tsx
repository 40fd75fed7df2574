import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { useConversationContext } from './conversation-context.ts';
import { adviceFor } from './core/message-words.ts';
import classes from './ErrorCard.module.css';

/** An answer that failed: what happened, and what one can do about it. */
export function ErrorCard({ message }: { message: ThreadMessage }): ReactNode {
  const { conversation, mayWrite, canBuild } = useConversationContext();
  const { code, message: words } = message.error ?? { code: 'unknown', message: 'The answer ended with an error.' };
  return (
    <div className={classes.card} role="alert">
      <IconAlertTriangle aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.what}>{words}</p>
        <p>{adviceFor(code, canBuild)}</p>
        {canBuild && (
          <p className={classes.code}>
            {code}
            {message.job_id !== null && (
              <Link to="/w/$workspace/runs/$jobId" params={{ workspace: conversation.workspace, jobId: message.job_id }}>
                Open the run
              </Link>
            )}
          </p>
        )}
      </div>
      {mayWrite && conversation.running === null && (
        <Button size="xs" leftSection={<IconRefresh />} onClick={() => conversation.retry(message)}>
          Try again
        </Button>
      )}
    </div>
  );
}
