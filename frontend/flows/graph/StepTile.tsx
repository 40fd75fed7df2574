import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StepLook } from './step-looks.ts';
import classes from './StepTile.module.css';

/** The icon of a kind of step on its colour: 28 px in lists, 34 px on cards. */
export function StepTile({ icon: Glyph, colour, isLarge = false }: { icon: Icon; colour: StepLook['colour']; isLarge?: boolean }): ReactNode {
  return (
    <span className={classes.tile} data-tile data-colour={colour} data-large={isLarge || undefined}>
      <Glyph aria-hidden />
    </span>
  );
}
