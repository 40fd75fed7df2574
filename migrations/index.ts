import { Foundation1763600000000 } from './0001-foundation.ts';
import { Schedules1763700000000 } from './0002-schedules.ts';
import { Flows1763800000000 } from './0003-flows.ts';
import { FlowRuns1763900000000 } from './0004-flow-runs.ts';

/** All migrations, oldest first. A list and not a glob: ES modules have none. */
export const migrations = [Foundation1763600000000, Schedules1763700000000, Flows1763800000000, FlowRuns1763900000000];
