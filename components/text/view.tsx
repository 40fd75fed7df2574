import { lazy, Suspense, type ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { text } from './definition.ts';
import classes from './text.module.css';

const Markdown = lazy(async () => ({ default: (await import('../_shared/MarkdownView.tsx')).MarkdownView }));

/** Text in one of four sizes; a heading is one for screen readers too. */
export function TextView({ props, emit, isEditing }: ComponentProps<typeof text>): ReactNode {
  const content = props.content === null ? '' : String(props.content);
  const looks = {
    className: classes.text,
    'data-size': props.size,
    'data-tone': props.tone,
    'data-weight': props.weight,
    'data-align': props.align,
    'data-clamped': props.lines !== undefined,
  };
  const style = props.lines === undefined ? undefined : { WebkitLineClamp: props.lines };
  const onClick = isEditing ? undefined : () => void emit('click');
  if (props.format === 'markdown') {
    return (
      <div {...looks} style={style} onClick={onClick}>
        <Suspense fallback={content}>
          <Markdown text={content} />
        </Suspense>
      </div>
    );
  }
  const Tag = props.size === 'heading' ? 'h2' : props.size === 'title' ? 'h3' : 'p';
  return (
    <Tag {...looks} style={style} onClick={onClick}>
      {content}
    </Tag>
  );
}
