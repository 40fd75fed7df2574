import { Fragment, type ReactNode } from 'react';
import classes from './Kbd.module.css';
import { wordsOfKeys } from './shortcuts.ts';

/** Keys as key caps: `<Kbd keys="mod+k" />`, `<Kbd keys="g h" />`. */
export function Kbd({ keys }: { keys: string }): ReactNode {
  return (
    <span className={classes.keys}>
      {wordsOfKeys(keys).map((press, index) => (
        <Fragment key={index}>
          {index > 0 && <span className={classes.then}>then</span>}
          {press.map((word) => (
            <kbd key={word} className={classes.key}>
              {word}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
