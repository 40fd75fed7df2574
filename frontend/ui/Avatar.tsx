import type { ReactNode } from 'react';
import { hueOf, initialsOf } from './avatar.ts';
import classes from './Avatar.module.css';

/** A person as two letters (drawn, not text: the name stands beside them or names the button) on a quiet ground; the hue (by `seed`, the username) tells people apart and is never the only sign. */
export function Avatar({ name, seed = name, size = 26 }: { name: string; seed?: string; size?: 20 | 26 | 40 }): ReactNode {
  return <span className={classes.avatar} data-size={size} data-hue={hueOf(seed)} data-initials={initialsOf(name)} aria-hidden />;
}
