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

/** Props of {@link ActionMenu}. `isFramed`: it stands beside buttons in the head of a page, and looks like them. */
export type ActionMenuProps = { actions: readonly Action[]; label?: string; target?: ReactNode; isFramed?: boolean };

/** The `...` button with a menu. */
export function ActionMenu({ actions, label = 'More actions', target, isFramed = false }: ActionMenuProps): ReactNode {
  if (actions.length === 0) return null;
  const frame = isFramed ? { variant: 'default', size: 32 } : {};
  return (
    <Menu>
      <Menu.Target>{target ?? <IconButton label={label} icon={<IconDots />} {...frame} onClick={(event) => event.stopPropagation()} />}</Menu.Target>
      <Menu.Dropdown>
        <ActionItems actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
