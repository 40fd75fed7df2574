import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconDots, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Icon } from '../_shared/Icon.tsx';
import type { rowAction } from './definition.ts';
import classes from './TableGrid.module.css';

/** A button of a row, as it is for this row. */
export type RowAction = z.output<typeof rowAction>;

/** As many stand side by side; the rest is in a menu. */
const mostShown = 2;
const characterPx = 7;
const buttonPaddingPx = 22;
const iconPx = 32;

/** Width that the buttons of a row need, the same for all rows. */
export function widthOfActions(actions: readonly RowAction[], canDelete: boolean): number {
  const shown = actions
    .slice(0, mostShown)
    .map(({ icon, title }) => (icon === undefined ? Math.min(title.length * characterPx + buttonPaddingPx, 140) : iconPx));
  const total = shown.reduce((sum, width) => sum + width, 0) + (actions.length > mostShown ? iconPx : 0) + (canDelete ? iconPx : 0);
  return total === 0 ? 0 : total + 16;
}

type Props = {
  actions: readonly RowAction[];
  isDisabled: boolean;
  onAction: (id: string) => void;
  deletion: { isDeleted: boolean; toggle: () => void } | null;
};

/** The buttons of a row: two of them, and a menu with the rest. */
export function RowActions({ actions, isDisabled, onAction, deletion }: Props): ReactNode {
  const seen = actions.filter(({ hidden }) => hidden !== true);
  const rest = seen.slice(mostShown);
  return (
    <span className={classes.actions} onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
      {seen.slice(0, mostShown).map((action) => (
        <RowButton key={action.id} action={action} isDisabled={isDisabled} onPress={() => onAction(action.id)} />
      ))}
      {rest.length > 0 && (
        <Menu withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" aria-label="More actions" tabIndex={-1} disabled={isDisabled}>
              <IconDots />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ id, title, icon, tone, disabled }) => (
              <Menu.Item
                key={id}
                leftSection={icon === undefined ? undefined : <Icon name={icon} />}
                {...(tone === 'danger' ? { color: 'red' } : {})}
                disabled={disabled === true}
                onClick={() => onAction(id)}
              >
                {title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {deletion && (
        <ActionIcon
          size="sm"
          tabIndex={-1}
          disabled={isDisabled}
          aria-label={deletion.isDeleted ? 'Keep this row' : 'Delete this row'}
          onClick={deletion.toggle}
        >
          {deletion.isDeleted ? <IconArrowBackUp /> : <IconTrash />}
        </ActionIcon>
      )}
    </span>
  );
}

function RowButton({
  action: { title, icon, tone, disabled },
  isDisabled,
  onPress,
}: {
  action: RowAction;
  isDisabled: boolean;
  onPress: () => void;
}): ReactNode {
  const isOff = isDisabled || disabled === true;
  if (icon !== undefined)
    return (
      <Tooltip label={title}>
        <ActionIcon size="sm" tabIndex={-1} aria-label={title} disabled={isOff} {...(tone === 'danger' ? { color: 'red' } : {})} onClick={onPress}>
          <Icon name={icon} />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <Button size="compact-xs" variant="default" tabIndex={-1} disabled={isOff} data-tone={tone} className={classes.action} onClick={onPress}>
      {title}
    </Button>
  );
}
