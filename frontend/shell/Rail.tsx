import { Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePreferences } from '../session/preferences.ts';
import type { CurrentWorkspace } from '../session/workspace.ts';
import { formatCount } from '../ui/format.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { navigationFor, type NavigationItem } from './navigation.ts';
import { useRailRoom } from './rail-room.ts';
import classes from './Rail.module.css';
import { WorkspaceSwitcher } from './WorkspaceSwitcher.tsx';

/** How many requests wait for the person, and whether one of them is overdue; null while it is not known. */
export type WaitingApprovals = { count: number; isOverdue: boolean } | null;

/** Props of {@link Rail}. */
export type RailProps = { workspace: CurrentWorkspace | null; running: number | null; waiting: WaitingApprovals; isCollapsed: boolean; canCollapse: boolean };

/** The navigation at the left: 224 px, or icons only. */
export function Rail({ workspace, running, waiting, isCollapsed, canCollapse }: RailProps): ReactNode {
  return (
    <nav className={`${classes.rail} no-print`} data-collapsed={isCollapsed || undefined} aria-label="Main">
      <div className={classes.top}>
        <WorkspaceSwitcher workspace={workspace} isCollapsed={isCollapsed} />
      </div>
      <div className={classes.sections}>
        {workspace &&
          navigationFor(workspace).map((section) => (
            <div key={section.heading ?? 'main'} className={classes.section}>
              {section.heading && <p className={classes.heading}>{section.heading}</p>}
              <ul>
                {section.items.map((item) => (
                  <li key={item.id}>
                    <RailLink
                      item={item}
                      workspace={workspace.id}
                      isCollapsed={isCollapsed}
                      running={item.id === 'runs' ? running : null}
                      waiting={item.id === 'approvals' ? waiting : null}
                    />
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </div>
      {canCollapse && <Collapse isCollapsed={isCollapsed} />}
    </nav>
  );
}

type RailLinkProps = { item: NavigationItem; workspace: string; isCollapsed: boolean; running: number | null; waiting: WaitingApprovals };

function RailLink({ item, workspace, isCollapsed, running, waiting }: RailLinkProps): ReactNode {
  const { icon: Glyph } = item;
  const hasRunning = running !== null && running > 0;
  return (
    <Tooltip
      label={
        <span className={classes.tip}>
          {item.label}
          <Kbd keys={`g ${item.key}`} />
        </span>
      }
      position="right"
      disabled={!isCollapsed}
    >
      <Link
        to={item.to}
        params={{ workspace }}
        className={classes.link}
        activeProps={{ 'data-active': true }}
        aria-label={isCollapsed ? item.label : undefined}
      >
        <Glyph aria-hidden />
        <span className={classes.label}>{item.label}</span>
        {hasRunning && (
          <span className={classes.running}>
            <span className={classes.dot} aria-hidden />
            <span className={classes.count}>{formatCount(running)}</span>
            <span className="visually-hidden"> running</span>
          </span>
        )}
        {waiting !== null && waiting.count > 0 && (
          <span className={classes.waiting} data-overdue={waiting.isOverdue || undefined}>
            <span className={classes.count}>{formatCount(waiting.count)}</span>
            <span className="visually-hidden"> waiting for you{waiting.isOverdue && ', some overdue'}</span>
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

function Collapse({ isCollapsed }: { isCollapsed: boolean }): ReactNode {
  const change = usePreferences((store) => store.change);
  const label = isCollapsed ? 'Expand' : 'Collapse';
  const toggle = (): void => {
    change({ isRailCollapsed: !isCollapsed });
    useRailRoom.setState({ isAsked: false });
  };
  return (
    <Tooltip
      label={
        <span className={classes.tip}>
          {label}
          <Kbd keys="mod+\" />
        </span>
      }
      position="right"
    >
      <button type="button" className={classes.collapse} aria-label={`${label} the navigation`} onClick={toggle}>
        {isCollapsed ? <IconLayoutSidebarLeftExpand aria-hidden /> : <IconLayoutSidebarLeftCollapse aria-hidden />}
        <span className={classes.label}>{label}</span>
      </button>
    </Tooltip>
  );
}
