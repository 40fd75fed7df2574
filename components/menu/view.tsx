import { ActionIcon, Button, Menu } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { menu } from './definition.ts';

const variants = { primary: 'filled', default: 'default', subtle: 'subtle' } as const;

/** A button with a list of items. */
export function MenuView({ props, state, expose, emit, useMethods, isEditing }: ComponentProps<typeof menu>): ReactNode {
  const turn = (isOpen: boolean): void => expose({ is_open: isOpen });
  useMethods({ open: () => turn(true), close: () => turn(false) });
  const items = props.items.filter(({ hidden }) => hidden !== true);
  const choose = (id: string, label: string): void => {
    expose({ last: id });
    void emit('select', { id, label });
  };
  const looks = { variant: variants[props.variant], disabled: props.disabled, loading: props.loading, tabIndex: isEditing ? -1 : undefined };
  return (
    <Menu opened={state.is_open && !isEditing} onChange={turn} position="bottom-start" withinPortal>
      <Menu.Target>
        {props.is_icon_only ? (
          <ActionIcon {...looks} size={32} aria-label={props.text} style={{ flex: 'none' }}>
            <Icon name={props.icon ?? 'list'} />
          </ActionIcon>
        ) : (
          <Button
            {...looks}
            leftSection={props.icon === undefined ? undefined : <Icon name={props.icon} />}
            rightSection={<Icon name="chevron-down" />}
            style={{ flex: 'none' }}
          >
            {props.text}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {items.length === 0 && <Menu.Item disabled>Nothing to do</Menu.Item>}
        {items.map(({ id, label, icon, is_danger: isDanger, disabled, has_line_above: hasLine }, index) => (
          <Fragment key={id}>
            {hasLine === true && index > 0 && <Menu.Divider />}
            <Menu.Item
              disabled={disabled === true}
              data-danger={isDanger === true || undefined}
              leftSection={icon === undefined ? undefined : <Icon name={icon} />}
              onClick={() => choose(id, label)}
            >
              {label}
            </Menu.Item>
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
