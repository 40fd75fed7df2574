import { useState, type ReactNode } from 'react';
import { safeAddress } from '../_shared/safe-link.ts';
import type { ComponentProps } from '../view.ts';
import type { iframe } from './definition.ts';
import classes from './iframe.module.css';
import { sandboxOf } from './sandbox.ts';

/** A page from the web. On the canvas it is not loaded: only its place is shown. */
export function IframeView({ props, emit, expose, useMethods, isEditing }: ComponentProps<typeof iframe>): ReactNode {
  const [round, setRound] = useState(0);
  useMethods({ reload: () => setRound((before) => before + 1) });
  const address = safeAddress('frame', props.src);
  if (address === null || !URL.canParse(address) || isEditing) {
    const text = (props.src ?? '') === '' ? 'No address' : address === null ? 'Only addresses that begin with https:// can be embedded' : address;
    return <div className={classes.none}>{text}</div>;
  }
  return (
    <iframe
      key={round}
      className={classes.frame}
      src={address}
      title={props.label}
      sandbox={sandboxOf(address, location.origin, { canRunScripts: props.can_run_scripts, keepsSignIn: props.keeps_sign_in })}
      referrerPolicy="no-referrer"
      loading="lazy"
      onLoad={() => {
        expose({ is_loaded: true });
        void emit('load');
      }}
    />
  );
}
