import type { ReactNode } from 'react';
import type { Level, Role } from '../../backend/access/core/actions.ts';
import classes from './Levels.module.css';

/** What a level lets a person do, in words. */
export const levelWords: Readonly<Record<Level, { word: string; meaning: string }>> = {
  read: { word: 'Can run', meaning: 'See everything in it, and run it' },
  write: { word: 'Can edit', meaning: 'Also change and add' },
  owner: { word: 'Owner', meaning: 'Also give access to others, and delete' },
};

/** What a role lets a member do, in words. */
export const roleWords: Readonly<Record<Role, { word: string; meaning: string }>> = {
  admin: { word: 'Admin', meaning: 'Manages people and everything in the workspace' },
  developer: { word: 'Developer', meaning: 'Builds scripts and resources where access was given' },
  operator: { word: 'Operator', meaning: 'Runs and looks, never changes' },
};

/** A level as a quiet badge; null is no access. */
export function LevelBadge({ level }: { level: Level | null }): ReactNode {
  if (level === null) return <span className={classes.none}>No access</span>;
  return (
    <span className={classes.badge} data-level={level} title={levelWords[level].meaning}>
      {levelWords[level].word}
    </span>
  );
}

/** A role as a quiet badge. */
export function RoleBadge({ role }: { role: string }): ReactNode {
  const words = roleWords[role as Role] as { word: string; meaning: string } | undefined;
  return (
    <span className={classes.badge} data-role={role} title={words?.meaning}>
      {words?.word ?? role}
    </span>
  );
}
