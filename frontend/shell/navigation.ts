import {
  IconApps,
  IconBrandSlack,
  IconCalendarClock,
  IconChartBar,
  IconChecklist,
  IconFileCode,
  IconFolder,
  IconHistory,
  IconHome,
  IconKey,
  IconMessage,
  IconPlug,
  IconPlugConnected,
  IconRobot,
  IconRoute,
  IconServer2,
  IconTimelineEvent,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { CurrentWorkspace } from '../session/workspace.ts';

/** Addresses of the pages that the rail leads to. */
export type PageAddress =
  | '/w/$workspace/home'
  | '/w/$workspace/approvals'
  | '/w/$workspace/runs'
  | '/w/$workspace/scripts'
  | '/w/$workspace/apps'
  | '/w/$workspace/flows'
  | '/w/$workspace/agents'
  | '/w/$workspace/chat'
  | '/w/$workspace/schedules'
  | '/w/$workspace/resources'
  | '/w/$workspace/variables'
  | '/w/$workspace/mcp'
  | '/w/$workspace/slack'
  | '/w/$workspace/folders'
  | '/w/$workspace/people'
  | '/w/$workspace/usage'
  | '/w/$workspace/workers'
  | '/w/$workspace/audit';

/** One page of the rail. `key` is the letter after `g`. */
export type NavigationItem = { id: string; label: string; icon: Icon; to: PageAddress; key: string; words?: string };

/** A group of the rail; the first one has no heading. */
export type NavigationSection = { heading: string | null; items: NavigationItem[] };

const home: NavigationItem = { id: 'home', label: 'Home', icon: IconHome, to: '/w/$workspace/home', key: 'h', words: 'start recent favourites' };
const approvals: NavigationItem = {
  id: 'approvals',
  label: 'Approvals',
  icon: IconChecklist,
  to: '/w/$workspace/approvals',
  key: 'i',
  words: 'inbox requests decide',
};
const runs: NavigationItem = { id: 'runs', label: 'Runs', icon: IconHistory, to: '/w/$workspace/runs', key: 'r', words: 'jobs history logs' };
const scripts: NavigationItem = { id: 'scripts', label: 'Scripts', icon: IconFileCode, to: '/w/$workspace/scripts', key: 's', words: 'code' };
const flows: NavigationItem = { id: 'flows', label: 'Flows', icon: IconRoute, to: '/w/$workspace/flows', key: 'l', words: 'steps graph workflow pipeline' };
const apps: NavigationItem = { id: 'apps', label: 'Apps', icon: IconApps, to: '/w/$workspace/apps', key: 'o', words: 'operator ui dashboard builder' };
const agents: NavigationItem = { id: 'agents', label: 'Agents', icon: IconRobot, to: '/w/$workspace/agents', key: 'b', words: 'ai model tools assistant' };
const chat: NavigationItem = {
  id: 'chat',
  label: 'Chat',
  icon: IconMessage,
  to: '/w/$workspace/chat',
  key: 't',
  words: 'conversations threads ask agent talk',
};
const schedules: NavigationItem = {
  id: 'schedules',
  label: 'Schedules',
  icon: IconCalendarClock,
  to: '/w/$workspace/schedules',
  key: 'c',
  words: 'cron timetable nightly',
};
const resources: NavigationItem = {
  id: 'resources',
  label: 'Resources',
  icon: IconPlug,
  to: '/w/$workspace/resources',
  key: 'e',
  words: 'connections databases',
};
const variables: NavigationItem = { id: 'variables', label: 'Variables', icon: IconKey, to: '/w/$workspace/variables', key: 'v', words: 'secrets' };
const mcp: NavigationItem = {
  id: 'mcp',
  label: 'AI clients',
  icon: IconPlugConnected,
  to: '/w/$workspace/mcp',
  key: 'm',
  words: 'mcp claude cursor connect tools',
};
const slack: NavigationItem = {
  id: 'slack',
  label: 'Slack',
  icon: IconBrandSlack,
  to: '/w/$workspace/slack',
  key: 'k',
  words: 'commands chat simulator shortcuts',
};
const folders: NavigationItem = { id: 'folders', label: 'Folders', icon: IconFolder, to: '/w/$workspace/folders', key: 'f', words: 'permissions access' };
const people: NavigationItem = { id: 'people', label: 'People', icon: IconUsers, to: '/w/$workspace/people', key: 'p', words: 'members groups invite' };
const usage: NavigationItem = {
  id: 'usage',
  label: 'AI usage',
  icon: IconChartBar,
  to: '/w/$workspace/usage',
  key: 'u',
  words: 'cost tokens budgets money agents',
};
const workers: NavigationItem = { id: 'workers', label: 'Workers', icon: IconServer2, to: '/w/$workspace/workers', key: 'w', words: 'queue tags' };
const audit: NavigationItem = { id: 'audit', label: 'Audit', icon: IconTimelineEvent, to: '/w/$workspace/audit', key: 'a', words: 'events log' };

/** The pages that a person has in a workspace: what one may not use is not there, rather than greyed out. */
export function navigationFor({ canBuild, isAdmin }: Pick<CurrentWorkspace, 'canBuild' | 'isAdmin'>): NavigationSection[] {
  if (!canBuild) return [{ heading: null, items: [home, apps, chat, approvals, scripts, flows, runs] }];
  return [
    { heading: null, items: [home, chat, approvals, runs] },
    { heading: 'Build', items: [scripts, flows, agents, apps, schedules] },
    { heading: 'Connect', items: [resources, variables, mcp, slack] },
    { heading: 'Manage', items: [folders, people, workers, usage, ...(isAdmin ? [audit] : [])] },
  ];
}
