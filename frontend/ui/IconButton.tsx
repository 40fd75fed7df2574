import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core';
import { forwardRef, type ComponentPropsWithoutRef, type ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import classes from './IconButton.module.css';

/** Props of {@link IconButton}: the label is both the tooltip and the accessible name. */
export type IconButtonProps = Omit<ActionIconProps, 'children'> &
  Omit<ComponentPropsWithoutRef<'button'>, keyof ActionIconProps> & { label: string; icon: ReactNode; shortcut?: string; isActive?: boolean };

/** A button that is only an icon: always with a tooltip, its shortcut and an accessible name. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton({ label, icon, shortcut, isActive, ...rest }, ref) {
  return (
    <Tooltip
      disabled={rest['aria-haspopup'] !== undefined && rest['aria-expanded'] === true}
      label={
        <span className={classes.tip}>
          {label}
          {shortcut && <Kbd keys={shortcut} />}
        </span>
      }
    >
      <ActionIcon ref={ref} aria-label={label} aria-pressed={isActive} {...rest}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
});
