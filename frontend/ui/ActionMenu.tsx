import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';

/** One thing that can be done: an entry of a menu. */
export type Action = {
  id: string;
  label: string;
  icon?: ReactNode;
  perform: () => void;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** Why it is disabled, or one more word about it. */
  hint?: string;
  shortcut?: string;
  /** Begins a new group with a line above. */
  isFirstOfGroup?: boolean;
};

/** The entries of a menu, for use inside a `Menu.Dropdown`. */
export function ActionItems({ actions }: { actions: readonly Action[] }): ReactNode {
  return actions.map((action, index) => (
    <Fragment key={action.id}>
      {action.isFirstOfGroup && index > 0 && <Menu.Divider />}
      <Menu.Item
        leftSection={action.icon}
        rightSection={action.shortcut ? <Kbd keys={action.shortcut} /> : undefined}
        disabled={action.isDisabled}
        title={action.hint}
        data-danger={action.isDanger || undefined}
        onClick={(event) => {
          event.stopPropagation();
          action.perform();
        }}
      >
        {action.label}
      </Menu.Item>
    </Fragment>
  ));
}

/** The `...` button with a menu. */
export function ActionMenu({ actions, label = 'More actions', target }: { actions: readonly Action[]; label?: string; target?: ReactNode }): ReactNode {
  if (actions.length === 0) return null;
  return (
    <Menu>
      <Menu.Target>{target ?? <IconButton label={label} icon={<IconDots />} onClick={(event) => event.stopPropagation()} />}</Menu.Target>
      <Menu.Dropdown>
        <ActionItems actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
