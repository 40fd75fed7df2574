import { Foundation1763600000000 } from './0001-foundation.ts';
import { Schedules1763700000000 } from './0002-schedules.ts';
import { Flows1763800000000 } from './0003-flows.ts';
import { FlowRuns1763900000000 } from './0004-flow-runs.ts';
import { Workflows1764100000000 } from './0006-workflows.ts';
import { Approvals1764000000000 } from './0005-approvals.ts';
import { FlowFrames1764200000000 } from './0007-flow-frames.ts';
import { Apps1764300000000 } from './0008-apps.ts';
import { TopRuns1764400000000 } from './0009-top-runs.ts';
import { AppModes1764500000000 } from './0010-app-modes.ts';
import { Agents1764600000000 } from './0011-agents.ts';
import { Mcp1764700000000 } from './0012-mcp.ts';
import { Slack1764800000000 } from './0013-slack.ts';
import { AwaitedMembers1764900000000 } from './0014-awaited-members.ts';
import { JobStarting1764950000000 } from './0015-job-starting.ts';
import { AccessNotices1764960000000 } from './0016-access-notices.ts';
import { ScheduleTries1764970000000 } from './0017-schedule-tries.ts';
import { AppFiles1765100000000 } from './0018-app-files.ts';
import { Evaluations1765200000000 } from './0019-evaluations.ts';

/** All migrations, oldest first. A list and not a glob: ES modules have none. */
export const migrations = [Foundation1763600000000, Schedules1763700000000, Flows1763800000000, FlowRuns1763900000000, Workflows1764100000000, Approvals1764000000000, FlowFrames1764200000000, Apps1764300000000, TopRuns1764400000000, AppModes1764500000000, Agents1764600000000, Mcp1764700000000, Slack1764800000000, AwaitedMembers1764900000000, JobStarting1764950000000, AccessNotices1764960000000, ScheduleTries1764970000000, AppFiles1765100000000, Evaluations1765200000000];
