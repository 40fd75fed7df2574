import { Button, Menu } from '@mantine/core';
import { IconMenu2, IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { lookOfKind } from '../theme/kinds.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { spaceOf } from './crumbs.ts';
import { newThings } from './new-things.ts';
import { PathBar } from './PathBar.tsx';
import classes from './TopBar.module.css';
import { UserMenu } from './UserMenu.tsx';

/** Props of {@link TopBar}. `onMenu` opens the drawer where the rail is hidden. */
export type TopBarProps = { workspace: CurrentWorkspace | null; onMenu?: () => void; onSearch: () => void; onHelp: () => void };

/** The bar above every page: where one is, search, what is new, and oneself. */
export function TopBar({ workspace, onMenu, onSearch, onHelp }: TopBarProps): ReactNode {
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
      <UserMenu onHelp={onHelp} />
    </section>
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
