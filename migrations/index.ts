import { Foundation1763600000000 } from './0001-foundation.ts';
import { Schedules1763700000000 } from './0002-schedules.ts';
import { Flows1763800000000 } from './0003-flows.ts';
import { FlowRuns1763900000000 } from './0004-flow-runs.ts';
import { Workflows1764100000000 } from './0006-workflows.ts';
import { Approvals1764000000000 } from './0005-approvals.ts';
import { FlowFrames1764200000000 } from './0007-flow-frames.ts';
import { Apps1764300000000 } from './0008-apps.ts';
import { TopRuns1764400000000 } from './0009-top-runs.ts';

/** All migrations, oldest first. A list and not a glob: ES modules have none. */
export const migrations = [Foundation1763600000000, Schedules1763700000000, Flows1763800000000, FlowRuns1763900000000, Workflows1764100000000, Approvals1764000000000, FlowFrames1764200000000, Apps1764300000000, TopRuns1764400000000];
