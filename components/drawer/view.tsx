import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { OverlayPanel } from '../_shared/OverlayPanel.tsx';
import { useOverlay } from '../_shared/useOverlay.ts';
import type { ComponentProps } from '../view.ts';
import type { drawer } from './definition.ts';
import classes from './drawer.module.css';

const sizes = { small: 360, medium: 520, large: 760, full: '100%' } as const;

/** Slides in from the side. What is in it is drawn only while it is open. */
export function DrawerView(view: ComponentProps<typeof drawer>): ReactNode {
  const { props, state, slot, hasSlot, isEditing } = view;
  const { close } = useOverlay(view);
  const footer = hasSlot('footer') ? slot('footer') : null;
  if (isEditing) return <OverlayPanel kind="Drawer" title={props.title} width={sizes[props.size]} body={slot('body')} footer={footer} />;
  return (
    <Drawer
      opened={state.is_open}
      onClose={close}
      title={props.title === '' ? undefined : props.title}
      position={props.side}
      size={sizes[props.size]}
      closeOnClickOutside={props.closes_outside}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.body}>{slot('body')}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
    </Drawer>
  );
}
