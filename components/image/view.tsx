import { useEffect, useState, type ReactNode } from 'react';
import { isFileId } from '../_shared/file-reference.ts';
import { Icon } from '../_shared/Icon.tsx';
import { safeAddress } from '../_shared/safe-link.ts';
import type { ComponentProps } from '../view.ts';
import type { image } from './definition.ts';
import classes from './image.module.css';

/** A picture. Without one, or when it cannot be loaded, its words stand in its place. */
export function ImageView({ props, emit, expose, host, isEditing }: ComponentProps<typeof image>): ReactNode {
  const address = isFileId(props.src) ? host.fileAddress(props.src, true) : safeAddress('image', props.src);
  const [failed, setFailed] = useState<string | null>(null);
  const hasFailed = address !== null && failed === address;
  useEffect(() => expose({ has_failed: hasFailed }), [hasFailed, expose]);
  const style = { maxHeight: props.max_height };
  if (address === null || hasFailed) {
    return (
      <div className={classes.none} data-shape={props.shape} style={style} role="img" aria-label={props.alt}>
        <Icon name="photo" />
        <span>{props.alt}</span>
      </div>
    );
  }
  return (
    <img
      className={classes.image}
      data-fit={props.fit}
      data-shape={props.shape}
      style={style}
      src={address}
      alt={props.alt}
      referrerPolicy="no-referrer"
      draggable={false}
      onClick={isEditing ? undefined : () => void emit('click')}
      onError={() => {
        setFailed(address);
        void emit('error');
      }}
    />
  );
}
