import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { useApprovalNews, waitingCount } from '../approvals/useApprovalNews.ts';
import { usePreferences } from '../session/preferences.ts';
import { useWorkspaceOrNull } from '../session/workspace.ts';
import { isFocusFree, pageId } from '../ui/focus.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import { Rail } from './Rail.tsx';
import { useRailRoom } from './rail-room.ts';
import { rememberVisit } from './recent.ts';
import type { SearchPaletteProps } from './SearchPalette.tsx';
import classes from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { useGoShortcuts } from './useGoShortcuts.ts';
import { useRunningCount } from './useRunningCount.ts';

const paletteDelayMs = 400;
/** By then a page has set its title. */
const announcementDelayMs = 500;
const ShortcutHelp = lazy(() => import('./ShortcutHelp.tsx').then((module) => ({ default: module.ShortcutHelp })));

/**
 * The search, once its code is here: fetched when the page has nothing else to do. It is held ready rather than lazy, so that
 * it takes the focus with the very key press that opens it and what is typed next does not land in the page.
 */
function useSearchPalette(isWanted: boolean): ComponentType<SearchPaletteProps> | null {
  const [Palette, setPalette] = useState<ComponentType<SearchPaletteProps> | null>(null);
  useEffect(() => {
    const load = (): void => void import('./SearchPalette.tsx').then((module) => setPalette(() => module.SearchPalette));
    const timer = setTimeout(load, isWanted ? 0 : paletteDelayMs);
    return () => clearTimeout(timer);
  }, [isWanted]);
  return Palette;
}

/** Below this width the rail is a drawer. */
const narrow = '(max-width: 900px)';

/** The title of the page that was just opened, for screen readers; nothing for the first one, which the browser announces. */
function usePageAnnouncement(pathname: string): string {
  const [announced, setAnnounced] = useState('');
  const first = useRef(pathname);
  useEffect(() => {
    if (first.current === pathname) return undefined;
    first.current = '';
    const timer = setTimeout(() => setAnnounced(document.title), announcementDelayMs);
    return () => clearTimeout(timer);
  }, [pathname]);
  return announced;
}

/** Where a page that was opened by a key took the focus away with what had it, Tab goes on in the new page and not through the rail. */
function useFocusOnPage(): void {
  const shown = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const first = useRef(shown);
  useEffect(() => {
    first.current ??= shown;
    // On the first page Tab begins with the way past the rail.
    if (shown === first.current) return undefined;
    first.current = '';
    const frame = requestAnimationFrame(() => isFocusFree() && document.getElementById(pageId)?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, [shown]);
}

/** The frame around every page behind the sign-in: rail, top bar, search, help of keys. */
export function Shell(): ReactNode {
  const workspace = useWorkspaceOrNull();
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false });
  const isRoomAsked = useRailRoom(({ isAsked }) => isAsked);
  const isCollapsed = usePreferences((store) => store.preferences.isRailCollapsed) || isRoomAsked;
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [palette, setPalette] = useState<string | null>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const location = useRouterState({ select: (state) => state.location });
  const address = useRouterState({ select: (state) => state.location.pathname.split('/')[2] });
  const workspaceId = workspace?.id ?? null;
  const running = useRunningCount(workspaceId);
  const approvals = useApprovalNews(workspaceId);
  const waiting = approvals && { count: waitingCount(approvals), isOverdue: approvals.overdue > 0 };
  const SearchPalette = useSearchPalette(palette !== null);
  const isUnknown = workspace === null && location.pathname.startsWith('/w/');

  useEffect(() => setIsDrawerOpen(false), [location.pathname]);
  useEffect(() => {
    if (workspaceId !== null && address === workspaceId) rememberVisit(workspaceId, location.pathname);
  }, [workspaceId, address, location.pathname]);
  useEffect(() => {
    const { preferences, change } = usePreferences.getState();
    if (workspaceId !== null && preferences.workspace !== workspaceId) change({ workspace: workspaceId });
  }, [workspaceId]);

  const announcement = usePageAnnouncement(location.pathname);
  useFocusOnPage();
  useGoShortcuts(workspace);
  useShortcut('mod+k', 'Search', () => setPalette(palette === null ? '' : null), { group: 'Everywhere' });
  useShortcut('mod+shift+p', 'Commands', () => setPalette('>'), { group: 'Everywhere' });
  useShortcut(
    'mod+\\',
    'Collapse or expand the rail',
    () => {
      usePreferences.getState().change({ isRailCollapsed: !isCollapsed });
      useRailRoom.setState({ isAsked: false });
    },
    { group: 'Everywhere' },
  );
  useShortcut('?', 'Show the keys of this page', () => setIsHelpOpen(true), { group: 'Everywhere' });

  const rail = (collapsed: boolean): ReactNode => (
    <Rail workspace={workspace} running={running} waiting={waiting} isCollapsed={collapsed} canCollapse={!isNarrow} />
  );
  return (
    <div className={classes.shell} data-collapsed={(!isNarrow && isCollapsed) || undefined}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      {isNarrow ? (
        <Drawer.Root opened={isDrawerOpen} onClose={() => setIsDrawerOpen(false)} size={260}>
          <Drawer.Overlay />
          <Drawer.Content aria-label="Navigation" className={classes.drawerContent}>
            <Drawer.Body className={classes.drawer}>{rail(false)}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      ) : (
        rail(isCollapsed)
      )}
      <div className={classes.right}>
        <TopBar
          workspace={workspace}
          waiting={waiting}
          onMenu={isNarrow ? () => setIsDrawerOpen(true) : undefined}
          onSearch={() => setPalette('')}
          onHelp={() => setIsHelpOpen(true)}
        />
        <main id={pageId} className={classes.main} tabIndex={-1} data-scroll-restoration-id="page">
          <Suspense fallback={<SkeletonPage />}>{isUnknown ? <NotFoundPage /> : <Outlet />}</Suspense>
        </main>
      </div>
      <LiveRegion text={announcement} />
      <Suspense fallback={null}>
        {palette !== null && workspace && SearchPalette && (
          <SearchPalette workspace={workspace} initial={palette} onClose={() => setPalette(null)} onHelp={() => setIsHelpOpen(true)} />
        )}
        {isHelpOpen && <ShortcutHelp onClose={() => setIsHelpOpen(false)} />}
      </Suspense>
    </div>
  );
}
