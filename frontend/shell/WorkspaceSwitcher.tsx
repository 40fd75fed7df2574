import { Menu } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe, type CurrentWorkspace } from '../session/workspace.ts';
import { Mark } from './Mark.tsx';
import classes from './WorkspaceSwitcher.module.css';

/** The workspace at the head of the rail, and the way to the others. */
export function WorkspaceSwitcher({ workspace, isCollapsed }: { workspace: CurrentWorkspace | null; isCollapsed: boolean }): ReactNode {
  const me = useMe();
  const navigate = useNavigate();
  const name = workspace?.name ?? 'Millrace';
  const head = (
    <>
      <Mark />
      {!isCollapsed && <span className={classes.name}>{name}</span>}
    </>
  );
  if (me.memberships.length < 2) return <div className={classes.head}>{head}</div>;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button type="button" className={classes.head} aria-label={`Workspace ${name}: change`}>
          {head}
          {!isCollapsed && <IconSelector aria-hidden className={classes.selector} />}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Workspaces</Menu.Label>
        {me.memberships.map((membership) => (
          <Menu.Item
            key={membership.workspace}
            rightSection={membership.workspace === workspace?.id ? <IconCheck aria-label="Open now" /> : undefined}
            onClick={() => void navigate({ to: '/w/$workspace/home', params: { workspace: membership.workspace } })}
          >
            {membership.workspace_name}
            <span className={classes.role}>{membership.role}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
