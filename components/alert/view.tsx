import { Button, CloseButton } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import tones from '../_shared/tones.module.css';
import type { ComponentProps } from '../view.ts';
import classes from './alert.module.css';
import type { alert } from './definition.ts';

const Markdown = lazy(async () => ({ default: (await import('../_shared/MarkdownView.tsx')).MarkdownView }));
const icons = {
  neutral: 'info-circle',
  accent: 'info-circle',
  info: 'info-circle',
  success: 'circle-check',
  warning: 'alert-triangle',
  danger: 'circle-x',
} as const;

/** A notice. One that is closed stays so until it is opened again or the page is. */
export function AlertView({ props, expose, emit, useMethods, isEditing }: ComponentProps<typeof alert>): ReactNode {
  const [isOpen, setIsOpen] = useState(true);
  useEffect(() => expose({ is_open: isOpen }), [isOpen, expose]);
  const close = (): Promise<void> => {
    setIsOpen(false);
    return emit('close');
  };
  useMethods({ open: () => setIsOpen(true), close });
  if (!isOpen && !isEditing) return null;
  const isUrgent = props.tone === 'danger' || props.tone === 'warning';
  return (
    <div className={`${tones.tone} ${classes.alert}`} data-tone={props.tone} role={isUrgent ? 'alert' : 'status'}>
      <span className={classes.icon}>
        <Icon name={props.icon ?? icons[props.tone]} />
      </span>
      <div className={classes.content}>
        {props.title !== '' && <p className={classes.title}>{props.title}</p>}
        {props.body !== '' && (
          <Suspense fallback={props.body}>
            <Markdown text={props.body} />
          </Suspense>
        )}
        {(props.action_text ?? '') !== '' && (
          <Button className={classes.action} size="xs" disabled={props.disabled} tabIndex={isEditing ? -1 : undefined} onClick={() => void emit('action')}>
            {props.action_text}
          </Button>
        )}
      </div>
      {props.is_closable && <CloseButton size="sm" aria-label="Close" tabIndex={isEditing ? -1 : undefined} onClick={() => void close()} />}
    </div>
  );
}
