import { agentFiles } from './agent-files.ts';
import { appFiles } from './app-files.ts';
import type { FileKind } from './file-kind.ts';
import { flowFiles } from './flow-files.ts';
import { folderFiles, groupFiles, resourceFiles, resourceTypeFiles, settingsFiles, userFiles, variableFiles } from './item-files.ts';
import { scheduleFiles } from './schedule-files.ts';
import { scriptFiles } from './script-files.ts';
import { slackCommandFiles } from './slack-command-files.ts';

/** Every kind of object that has a file form. */
export const fileKinds: readonly FileKind[] = [
  settingsFiles,
  groupFiles,
  userFiles,
  folderFiles,
  resourceTypeFiles,
  variableFiles,
  resourceFiles,
  scriptFiles,
  flowFiles,
  agentFiles,
  appFiles,
  scheduleFiles,
  slackCommandFiles,
];
