import { Tabs } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useUrlState } from './useUrlState.ts';
import classes from './UrlTabs.module.css';

/** One tab. `content` is drawn only while it is open. */
export type TabDefinition = { id: string; label: ReactNode; count?: number | null; content?: ReactNode };

/** The tab that is open, by the address; the first one when none is named. */
export function useUrlTab(tabs: readonly { id: string }[], parameter = 'tab'): string {
  const [state] = useUrlState();
  const wanted = state[parameter];
  return tabs.find((tab) => tab.id === wanted)?.id ?? tabs[0]?.id ?? '';
}

/** Props of {@link UrlTabs}. `onOpen` replaces how a tab is opened, for tabs that are more than a parameter. */
export type UrlTabsProps = { tabs: readonly TabDefinition[]; parameter?: string; label: string; onOpen?: (id: string) => void };

/** Tabs whose choice lives in the address. With `content` in the tabs it draws the panels as well; else only the row of tabs. */
export function UrlTabs({ tabs, parameter = 'tab', label, onOpen }: UrlTabsProps): ReactNode {
  const open = useUrlTab(tabs, parameter);
  const [, change] = useUrlState();
  const list = useRef<HTMLDivElement>(null);
  // On a phone not all of them fit: the open one is moved to where it can be read.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open]);
  const hasPanels = tabs.some((tab) => tab.content !== undefined);
  return (
    <Tabs
      value={open}
      onChange={(next) => (onOpen ? next !== null && onOpen(next) : change({ [parameter]: next === tabs[0]?.id ? undefined : (next ?? undefined) }))}
      className={classes.tabs}
    >
      <Tabs.List ref={list} aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id} aria-controls={hasPanels ? undefined : ''}>
            {tab.label}
            {tab.count !== undefined && tab.count !== null && <span className={classes.count}>{tab.count}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {hasPanels &&
        tabs.map((tab) => (
          <Tabs.Panel key={tab.id} value={tab.id} className={classes.panel}>
            {tab.content}
          </Tabs.Panel>
        ))}
    </Tabs>
  );
}
