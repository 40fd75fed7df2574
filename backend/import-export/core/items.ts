import type { Level, Role } from '../../access/core/actions.ts';
import type { ApprovalEmail } from '../../approvals/approvals.contract.ts';
import type { JsonObject } from '../../common/json.ts';
import type { AgentValue } from '../../agents/agent.contract.ts';
import type { AppDocument } from '../../apps/app.contract.ts';
import type { FlowValue } from '../../flows/flow.contract.ts';
import type { LanguageName } from '../../languages/language.ts';
import type { PutSchedule } from '../../schedules/schedules.contract.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';
import type { SlackCommandDefinition } from '../../slack/slack.contract.ts';

/** Levels by subject (`u/ada`, `g/support`); `null` where a file says nothing about them. */
export type FileGrants = Readonly<Record<string, Level>> | null;

/** A script in its file form. */
export type ScriptItem = {
  path: string;
  language: LanguageName;
  content: string;
  lock: string;
  summary: string;
  description: string;
  schema: JsonObject;
  settings: ScriptSettings;
  grants: FileGrants;
};

/** A flow in its file form; the locks of its steps stand in `value`. */
export type FlowItem = {
  path: string;
  summary: string;
  description: string;
  value: FlowValue;
  schema: JsonObject;
  /** Tag of the steps that have none of their own. */
  tag: string | null;
  grants: FileGrants;
};

/** An agent in its file form. */
export type AgentItem = { path: string; summary: string; description: string; schema: JsonObject; value: AgentValue; grants: FileGrants };

/** The live release of an app in its file form. Working copies have none. */
export type AppItem = { path: string; summary: string; description: string; document: AppDocument; grants: FileGrants };

/** A resource in its file form: secret fields are `{"$secret": true}`. */
export type ResourceItem = { path: string; resourceType: string; value: JsonObject; description: string; grants: FileGrants };

/** A resource type of the workspace. */
export type ResourceTypeItem = { name: string; schema: JsonObject; description: string };

/** A variable in its file form; the value of a secret is empty: the stored one is meant. */
export type VariableItem = { path: string; value: string; isSecret: boolean; description: string; expiresAt: string | null; grants: FileGrants };

/** What a schedule says, without where it is in time. */
export type ScheduleDefinition = Omit<PutSchedule, 'if_version'>;

/** A schedule in its file form. */
export type ScheduleItem = { path: string; definition: ScheduleDefinition; grants: FileGrants };

/** What is bound to something in Slack. */
export type SlackCommandItem = { path: string; definition: SlackCommandDefinition };

/** A folder. */
export type FolderItem = { name: string; summary: string; grants: FileGrants };

/** A group. */
export type GroupItem = { name: string; summary: string; members: string[]; managers: string[] };

/** A member. `name` is that of the person, where the file tells it. */
export type UserItem = { email: string; username: string; name: string; role: Role; isDisabled: boolean };

/** Everything of a workspace that has a file form. */
export type WorkspaceItems = {
  name: string | null;
  /** How people are told of approvals; `null` where a file says nothing about it. */
  approvalEmail: ApprovalEmail | null;
  groups: GroupItem[];
  folders: FolderItem[];
  users: UserItem[];
  resourceTypes: ResourceTypeItem[];
  variables: VariableItem[];
  resources: ResourceItem[];
  scripts: ScriptItem[];
  flows: FlowItem[];
  agents: AgentItem[];
  apps: AppItem[];
  schedules: ScheduleItem[];
  slackCommands: SlackCommandItem[];
};

/** Nothing at all. */
export const noItems = (): WorkspaceItems => ({
  name: null,
  approvalEmail: null,
  groups: [],
  folders: [],
  users: [],
  resourceTypes: [],
  variables: [],
  resources: [],
  scripts: [],
  flows: [],
  agents: [],
  apps: [],
  schedules: [],
  slackCommands: [],
});

/** A tree of text files by their paths from the root, with `/`. */
export type Files = Record<string, string>;

/** Something about a file: a problem that stops an import, or a note that something is left out. */
export type FileRemark = { file: string; message: string };
