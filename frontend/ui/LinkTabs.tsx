import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './LinkTabs.module.css';

/** Tabs that are pages of their own: each has an address. */
export function LinkTabs({ tabs, label }: { tabs: readonly { label: string; href: string; count?: number | null }[]; label: string }): ReactNode {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.href} to={tab.href} className={classes.tab} activeProps={{ 'data-active': true }}>
          {tab.label}
          {tab.count !== undefined && tab.count !== null && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
