import { Button } from '@mantine/core';
import { IconClock, IconPencil, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import classes from './Composer.module.css';
import type { Conversation } from './useConversation.ts';

/** What was written while an answer was not there yet. It goes out by itself after the answer; after an error or a stop a person says so. */
export function QueuedMessages({ conversation, onTakeBack }: { conversation: Conversation; onTakeBack: (text: string) => void }): ReactNode {
  const { queue, unqueue, sendQueued, running, sending } = conversation;
  if (queue.length === 0) return null;
  const isHeld = running === null && sending === null;
  return (
    <ul className={classes.queue} aria-label="Sent after the answer">
      {queue.map((message, index) => (
        <li key={message.id} className={classes.queued}>
          <IconClock aria-hidden />
          <span className="truncate">{message.text || `${message.attachments.length} files`}</span>
          {index === 0 && isHeld && (
            <Button size="xs" onClick={sendQueued}>
              Send now
            </Button>
          )}
          <IconButton
            label="Take back and edit"
            icon={<IconPencil />}
            variant="subtle"
            size="sm"
            onClick={() => {
              unqueue(message.id);
              onTakeBack(message.text);
            }}
          />
          <IconButton label="Do not send" icon={<IconX />} variant="subtle" size="sm" onClick={() => unqueue(message.id)} />
        </li>
      ))}
    </ul>
  );
}
