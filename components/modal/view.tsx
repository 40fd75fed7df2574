import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { OverlayPanel } from '../_shared/OverlayPanel.tsx';
import { useOverlay } from '../_shared/useOverlay.ts';
import type { ComponentProps } from '../view.ts';
import type { modal } from './definition.ts';
import classes from './modal.module.css';

const sizes = { small: 380, medium: 560, large: 840, full: '100%' } as const;

/** Stands above the page until it is closed. What is in it is drawn only while it is open. */
export function ModalView(view: ComponentProps<typeof modal>): ReactNode {
  const { props, state, slot, hasSlot, isEditing } = view;
  const { close } = useOverlay(view);
  const footer = hasSlot('footer') ? slot('footer') : null;
  if (isEditing) return <OverlayPanel kind="Modal" title={props.title} width={sizes[props.size]} body={slot('body')} footer={footer} />;
  return (
    <Modal
      opened={state.is_open}
      onClose={close}
      title={props.title === '' ? undefined : props.title}
      size={sizes[props.size]}
      fullScreen={props.size === 'full'}
      centered={props.is_centered}
      closeOnClickOutside={props.closes_outside}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.body}>{slot('body')}</div>
      {footer && <div className={classes.footer}>{footer}</div>}
    </Modal>
  );
}
