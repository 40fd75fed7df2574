import {
  IconApps,
  IconBolt,
  IconBrandPython,
  IconBrandTypescript,
  IconCalendarClock,
  IconChecklist,
  IconFileCode,
  IconFolder,
  IconHistory,
  IconKey,
  IconPlayerPlay,
  IconPlug,
  IconRobot,
  IconRoute,
  IconSql,
  IconTerminal2,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';

/** How a kind of object looks, everywhere the same: word, icon, and the name of its colour in `tokens.css` (`--kind-<colour>`). */
export type KindLook = { word: string; icon: Icon; colour: 'script' | 'flow' | 'agent' | 'app' | 'approval' | 'neutral' };

const looks: Readonly<Record<string, KindLook>> = {
  script: { word: 'Script', icon: IconFileCode, colour: 'script' },
  flow: { word: 'Flow', icon: IconRoute, colour: 'flow' },
  agent: { word: 'Agent', icon: IconRobot, colour: 'agent' },
  app: { word: 'App', icon: IconApps, colour: 'app' },
  approval: { word: 'Approval', icon: IconChecklist, colour: 'approval' },
  resource: { word: 'Resource', icon: IconPlug, colour: 'neutral' },
  variable: { word: 'Variable', icon: IconKey, colour: 'neutral' },
  schedule: { word: 'Schedule', icon: IconCalendarClock, colour: 'neutral' },
  folder: { word: 'Folder', icon: IconFolder, colour: 'neutral' },
  member: { word: 'Member', icon: IconUser, colour: 'neutral' },
  group: { word: 'Group', icon: IconUsers, colour: 'neutral' },
  job: { word: 'Run', icon: IconHistory, colour: 'neutral' },
  preview: { word: 'Test', icon: IconPlayerPlay, colour: 'neutral' },
  flow_preview: { word: 'Test of a flow', icon: IconRoute, colour: 'flow' },
  agent_preview: { word: 'Test of an agent', icon: IconRobot, colour: 'agent' },
  task: { word: 'Task', icon: IconBolt, colour: 'script' },
  dependencies: { word: 'Dependencies', icon: IconPlug, colour: 'neutral' },
};

/** The look of a kind; one that is not known yet gets a neutral look and its own name as word. */
export const lookOfKind = (kind: string): KindLook => looks[kind] ?? { word: kind, icon: IconBolt, colour: 'neutral' };

/** How a language looks. */
export type LanguageLook = { word: string; icon: Icon };

const languages: Readonly<Record<string, LanguageLook>> = {
  bun: { word: 'TypeScript', icon: IconBrandTypescript },
  deno: { word: 'TypeScript (Deno)', icon: IconBrandTypescript },
  python3: { word: 'Python', icon: IconBrandPython },
  bash: { word: 'Bash', icon: IconTerminal2 },
  postgresql: { word: 'PostgreSQL', icon: IconSql },
};

/** The look of a language by its name in OpenFlow. */
export const lookOfLanguage = (language: string): LanguageLook => languages[language] ?? { word: language, icon: IconFileCode };
