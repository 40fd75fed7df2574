import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BlockObject, Element, TextObject } from './block-types.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import classes from './Simulator.module.css';

/** What a press on a button tells. */
export type Press = (blockId: string, actionId: string, value: string) => void;

function TextView({ text }: { text: TextObject | undefined }): ReactNode {
  if (!text) return null;
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : text.text;
}

/** Draws a block of a message as Slack would, in our own looks. */
export function BlockView({ block, onPress }: { block: BlockObject; onPress: Press }): ReactNode {
  switch (block.type) {
    case 'header':
      return (
        <p className={classes.head}>
          <TextView text={block.text} />
        </p>
      );
    case 'section':
      return (
        <div className={classes.section} data-accessory={block.accessory ? true : undefined}>
          <div>
            <TextView text={block.text} />
          </div>
          {block.accessory && <ButtonView element={block.accessory} onPress={(actionId, value) => onPress(block.block_id ?? '', actionId, value)} />}
        </div>
      );
    case 'context':
      return (
        <div className={classes.context}>
          {block.elements?.map((element, index) => (
            <span key={index}>
              <TextView text={element as unknown as TextObject} />
            </span>
          ))}
        </div>
      );
    case 'divider':
      return <hr className={classes.divider} />;
    case 'actions':
      return (
        <div className={classes.actions}>
          {block.elements?.map((element) => (
            <ButtonView key={element.action_id} element={element} onPress={(actionId, value) => onPress(block.block_id ?? '', actionId, value)} />
          ))}
        </div>
      );
    default:
      return null;
  }
}

function ButtonView({ element, onPress }: { element: Element; onPress: (actionId: string, value: string) => void }): ReactNode {
  const look = element.style === 'primary' ? { variant: 'filled' } : element.style === 'danger' ? { color: 'red' } : {};
  const words = element.text?.text ?? '';
  if (element.url)
    return (
      <Button size="xs" component="a" href={element.url} target="_blank" rel="noreferrer">
        {words}
      </Button>
    );
  return (
    <Button size="xs" {...look} onClick={() => onPress(element.action_id ?? '', element.value ?? '')}>
      {words}
    </Button>
  );
}
