import { Foundation1763600000000 } from './0001-foundation.ts';
import { Schedules1763700000000 } from './0002-schedules.ts';

/** All migrations, oldest first. A list and not a glob: ES modules have none. */
export const migrations = [Foundation1763600000000, Schedules1763700000000];
