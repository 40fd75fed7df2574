import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconInbox, IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { lookOfKind } from '../theme/kinds.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { spaceOf } from './crumbs.ts';
import { newThings } from './new-things.ts';
import { PathBar } from './PathBar.tsx';
import type { WaitingApprovals } from './Rail.tsx';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu.tsx';

/** Props of {@link TopBar}. `onMenu` opens the drawer where the rail is hidden. */
export type TopBarProps = { workspace: CurrentWorkspace | null; waiting: WaitingApprovals; onMenu?: () => void; onSearch: () => void; onHelp: () => void };

/** The bar above every page: where one is, search, what is new, and oneself. */
export function TopBar({ workspace, waiting, onMenu, onSearch, onHelp }: TopBarProps): ReactNode {
  return (
    <section className={`${classes.bar} no-print`} aria-label="Top bar">
      {onMenu && <IconButton label="Navigation" icon={<IconMenu2 />} onClick={onMenu} />}
      <PathBar workspace={workspace} />
      {workspace && (
        <button type="button" className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
          <IconSearch aria-hidden />
          <span className={classes.searchWord}>Search</span>
          <span className={classes.searchKeys} aria-hidden>
            <Kbd keys="mod+k" />
          </span>
        </button>
      )}
      {workspace?.canBuild && <NewMenu workspace={workspace} />}
      {workspace && <InboxLink workspace={workspace.id} waiting={waiting} />}
      <UserMenu onHelp={onHelp} />
    </section>
  );
}

/** The way to the inbox from everywhere, also where the rail is hidden. */
function InboxLink({ workspace, waiting }: { workspace: string; waiting: WaitingApprovals }): ReactNode {
  const count = waiting?.count ?? 0;
  const label = count > 0 ? `Inbox, ${count} waiting for you` : 'Inbox';
  return (
    <Tooltip
      label={
        <span className={classes.tip}>
          Inbox
          <Kbd keys="g i" />
        </span>
      }
    >
      <ActionIcon
        size={32}
        aria-label={label}
        className={classes.inbox}
        renderRoot={(props) => <Link to="/w/$workspace/approvals" params={{ workspace }} {...props} />}
      >
        <IconInbox aria-hidden />
        {count > 0 && (
          <span className={classes.waiting} data-overdue={waiting?.isOverdue || undefined} aria-hidden>
            {count > 99 ? '99+' : count}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}

function NewMenu({ workspace }: { workspace: CurrentWorkspace }): ReactNode {
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const location = useRouterState({ select: (state) => state.location });
  const space = spaceOf(location.pathname, location.search as Record<string, string | undefined>);
  useShortcut('n', 'Make something new', () => button.current?.click(), { group: 'Everywhere' });
  return (
    <Menu width={220}>
      <Menu.Target>
        <Button ref={button} size="xs" leftSection={<IconPlus />} className={classes.new} aria-label="New">
          <span className={classes.newWord}>New</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{space === null ? 'New' : `New in ${space}`}</Menu.Label>
        {newThings(workspace.id, space).map(({ kind, label, href }) => {
          const { icon: Glyph } = lookOfKind(kind);
          return (
            <Menu.Item key={kind} leftSection={<Glyph />} onClick={() => void navigate({ href })}>
              {label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
