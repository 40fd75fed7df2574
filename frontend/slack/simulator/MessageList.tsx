import { Button, Menu } from '@mantine/core';
import { IconBolt, IconMessageReply } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { SimulatedMessage } from '../../../backend/slack/simulator/simulator.contract.ts';
import { Mark } from '../../shell/Mark.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RelativeTime } from '../../ui/Values.tsx';
import type { BlockObject } from './block-types.ts';
import { BlockView } from './BlockView.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import classes from './Simulator.module.css';

/** Props of {@link MessageList}. */
export type MessageListProps = {
  messages: readonly SimulatedMessage[];
  shortcuts: readonly { name: string; summary: string }[];
  onPress: (message: SimulatedMessage, blockId: string, actionId: string, value: string) => void;
  onShortcut: (message: SimulatedMessage, name: string) => void;
  onReply: (message: SimulatedMessage) => void;
  empty: ReactNode;
};

/** The messages of a channel, threads below what began them. */
export function MessageList({ messages, empty, ...handlers }: MessageListProps): ReactNode {
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.ts;
  useEffect(() => {
    // Newer browsers give a promise, which is no way to undo an effect.
    void end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest, messages.length]);
  const tops = messages.filter((message) => message.thread_ts === null || !messages.some(({ ts }) => ts === message.thread_ts));
  return (
    <div className={classes.messages} role="log" aria-label="Messages" tabIndex={0}>
      {tops.length === 0 && empty}
      {tops.map((message) => (
        <div key={message.ts}>
          <MessageView message={message} {...handlers} />
          <div className={classes.thread}>
            {messages
              .filter(({ thread_ts: thread, ts }) => thread === message.ts && ts !== message.ts)
              .map((reply) => (
                <MessageView key={reply.ts} message={reply} {...handlers} />
              ))}
          </div>
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}

function MessageView({
  message,
  shortcuts,
  onPress,
  onShortcut,
  onReply,
}: Omit<MessageListProps, 'messages' | 'empty'> & { message: SimulatedMessage }): ReactNode {
  const at = new Date(Number(message.ts.split('.')[0]) * 1000).toISOString();
  return (
    <article className={classes.message} data-own={message.is_app || undefined}>
      <span className={classes.face}>{message.is_app ? <Mark /> : <Avatar name={message.author_name} seed={message.author} size={26} />}</span>
      <div className={classes.body}>
        <p className={classes.author}>
          <strong>{message.author_name}</strong> {message.is_app && <span className={classes.tag}>app</span>} <RelativeTime at={at} />
          {message.is_edited && <span className={classes.faint}> (edited)</span>}
        </p>
        {message.is_only_for_me && <p className={classes.faint}>Only visible to this person</p>}
        {message.blocks.length === 0 ? (
          <div className={classes.section}>
            <Mrkdwn text={message.text} />
          </div>
        ) : (
          (message.blocks as BlockObject[]).map((block, index) => (
            <BlockView key={index} block={block} onPress={(...pressed) => onPress(message, ...pressed)} />
          ))
        )}
      </div>
      <span className={classes.tools}>
        {!message.is_only_for_me && message.thread_ts === null && (
          <IconButton label="Reply in a thread" icon={<IconMessageReply />} onClick={() => onReply(message)} />
        )}
        {shortcuts.length > 0 && !message.is_app && (
          <Menu>
            <Menu.Target>
              <Button size="compact-xs" variant="subtle" leftSection={<IconBolt />}>
                Shortcuts
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {shortcuts.map(({ name, summary }) => (
                <Menu.Item key={name} onClick={() => onShortcut(message, name)}>
                  {summary || name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </article>
  );
}
