import { Fragment, type ReactNode } from 'react';
import classes from './Kbd.module.css';
import { isMac } from './shortcuts.ts';

const words: Readonly<Record<string, string>> = { enter: '↵', escape: 'Esc', arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→', space: 'Space', backspace: '⌫', delete: 'Del', tab: 'Tab' };

/** The words of a combination on this machine: `mod+k` is `⌘ K` on a Mac and `Ctrl K` elsewhere. */
export function wordsOfKeys(keys: string, mac = isMac()): string[][] {
  const modifiers: Readonly<Record<string, string>> = mac ? { mod: '⌘', alt: '⌥', shift: '⇧', ctrl: '⌃' } : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', ctrl: 'Ctrl' };
  return keys.split(' ').map((press) => press.split('+').map((key) => modifiers[key] ?? words[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}

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
