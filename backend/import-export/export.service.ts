import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { GrantEntity } from '../access/grant.entity.ts';
import { listGroups, type GroupRow } from '../access/groups.sql.ts';
import { FolderEntity } from '../access/folder.entity.ts';
import { withLocks as withCodeLocks } from '../apps/core/inline-code.ts';
import type { ApprovalEmail } from '../approvals/approvals.contract.ts';
import { AgentValue } from '../agents/agent.contract.ts';
import type { JsonObject } from '../common/json.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { withLocks } from '../flows/core/flow-facts.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { ResourceSecrets } from '../resources/resource-secrets.ts';
import { ResourceTypeEntity } from '../resources/resource-type.entity.ts';
import { builtinTypes } from '../resources/types/builtin-types.ts';
import { definitionOf } from '../schedules/schedule-view.ts';
import { ScheduleEntity } from '../schedules/schedule.entity.ts';
import { definitionOf as bindingOf } from '../slack/slack-command-view.ts';
import { SlackCommandEntity } from '../slack/slack-command.entity.ts';
import { ScriptLanguages } from '../scripts/script-languages.ts';
import { VariableEntity } from '../variables/variable.entity.ts';
import { listMembers, type MemberRow } from '../workspaces/members.sql.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';
import { exportedAgents, type ExportedAgentRow } from './exported-agents.sql.ts';
import { exportedApps, type ExportedAppRow } from './exported-apps.sql.ts';
import { exportedFlows, type ExportedFlowRow } from './exported-flows.sql.ts';
import { exportedScripts, type ExportedScriptRow } from './exported-scripts.sql.ts';
import type { FileGrants, Files, ScriptItem, WorkspaceItems } from './core/items.ts';
import { toFiles } from './core/workspace-files.ts';
import type { ExportQuery } from './import-export.contract.ts';

/** Writes a whole workspace as files, all of it as of one moment. For admins: nothing is left out but the values of secrets. */
@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly secrets: ResourceSecrets,
    private readonly languages: ScriptLanguages,
    private readonly events: Events,
  ) {}

  async export(auth: Auth, query: ExportQuery): Promise<{ files: Files }> {
    const items = await this.database.transaction(async (transaction) => {
      await transaction.query('set transaction isolation level repeatable read');
      const read = await this.read(transaction, auth.workspaceId, query);
      await this.events.record(transaction, auth, { action: 'workspace.exported', objectKind: 'workspace', objectPath: auth.workspaceId });
      return read;
    });
    return { files: toFiles({ ...items, scripts: await Promise.all(items.scripts.map((script) => this.withoutReadDescription(script))) }) };
  }

  /** What is read from the source stands there already; written into a second file it would go stale. */
  private async withoutReadDescription(script: ScriptItem): Promise<ScriptItem> {
    const language = this.languages.all.find(({ name }) => name === script.language);
    if (!language || script.description === '') return script;
    const { description } = await language.inferSignature(script.content);
    return description === script.description ? { ...script, description: '' } : script;
  }

  private async read(transaction: Transaction, workspaceId: string, { users }: ExportQuery): Promise<WorkspaceItems> {
    const { name, settings } = await transaction.findOneByOrFail(WorkspaceEntity, { id: workspaceId });
    const grants = grantsByObject(await transaction.findBy(GrantEntity, { workspaceId }));
    const types = await transaction.findBy(ResourceTypeEntity, { workspaceId });
    const schemas = new Map<string, JsonObject>([
      ...types.map((type) => [type.name, type.schema as JsonObject] as const),
      ...builtinTypes.map((type) => [type.name, type.schema] as const),
    ]);
    const [folders, variables, resources] = [
      await transaction.findBy(FolderEntity, { workspaceId }),
      await transaction.findBy(VariableEntity, { workspaceId }),
      await transaction.findBy(ResourceEntity, { workspaceId }),
    ];
    const schedules = await transaction.findBy(ScheduleEntity, { workspaceId });
    const slackCommands = await transaction.findBy(SlackCommandEntity, { workspaceId });
    const scripts = await runIn<ExportedScriptRow>(transaction, exportedScripts(workspaceId));
    const flows = await runIn<ExportedFlowRow>(transaction, exportedFlows(workspaceId));
    const agents = await runIn<ExportedAgentRow>(transaction, exportedAgents(workspaceId));
    const apps = await runIn<ExportedAppRow>(transaction, exportedApps(workspaceId));
    const groups = await runIn<GroupRow>(transaction, listGroups(workspaceId, null));
    const members = users ? await runIn<MemberRow>(transaction, listMembers(workspaceId, null)) : [];
    return {
      name,
      approvalEmail: mailOf(settings),
      groups: groups.map((group) => ({ name: group.name, summary: group.summary, members: group.members, managers: group.managers })),
      users: members.map(({ email, username, name: person, role, disabled_at: disabledAt }) => ({
        email,
        username,
        name: person,
        role,
        isDisabled: disabledAt !== null,
      })),
      folders: folders.map((folder) => ({ name: folder.name, summary: folder.summary, grants: grants.get(`folder:${folder.name}`) ?? {} })),
      resourceTypes: types.map((type) => ({ name: type.name, schema: type.schema as JsonObject, description: type.description })),
      variables: variables.map((variable) => ({
        path: variable.path,
        value: variable.isSecret ? '' : variable.value,
        isSecret: variable.isSecret,
        description: variable.description,
        expiresAt: variable.expiresAt?.toISOString() ?? null,
        grants: grants.get(`variable:${variable.path}`) ?? null,
      })),
      resources: resources.map(({ path, resourceType, value, description }) => ({
        path,
        resourceType,
        value: this.secrets.hideAll(schemas.get(resourceType) ?? {}, value as JsonObject),
        description,
        grants: grants.get(`resource:${path}`) ?? null,
      })),
      schedules: schedules.map((schedule) => ({
        path: schedule.path,
        definition: definitionOf(schedule),
        grants: grants.get(`schedule:${schedule.path}`) ?? null,
      })),
      slackCommands: slackCommands.map((command) => ({ path: command.path, definition: bindingOf(command) })),
      flows: flows.map(({ value, code, ...flow }) => ({
        ...flow,
        value: withLocks(value, Object.fromEntries(Object.entries(code).map(([step, { lock }]) => [step, lock]))),
        grants: grants.get(`flow:${flow.path}`) ?? null,
      })),
      agents: agents.map((agent) => ({ ...agent, value: AgentValue.parse(agent.value), grants: grants.get(`agent:${agent.path}`) ?? null })),
      apps: apps.map(({ policy, document, ...app }) => ({
        ...app,
        document: withCodeLocks(document, Object.fromEntries(policy.flatMap(({ action, code }) => (code?.lock ? [[action, code.lock]] : [])))),
        grants: grants.get(`app:${app.path}`) ?? null,
      })),
      scripts: scripts.map((script) => ({ ...script, grants: grants.get(`script:${script.path}`) ?? null })),
    };
  }
}

function grantsByObject(grants: readonly GrantEntity[]): Map<string, NonNullable<FileGrants>> {
  const byObject = new Map<string, NonNullable<FileGrants>>();
  for (const { objectKind, objectPath, subject, level } of grants) {
    const key = `${objectKind}:${objectPath}`;
    byObject.set(key, { ...byObject.get(key), [subject]: level });
  }
  return byObject;
}

/** How people are told of approvals, without who set it up: that is whoever imports it. */
function mailOf(settings: object): ApprovalEmail | null {
  const { approval_email: mail } = settings as { approval_email?: ApprovalEmail };
  if (!mail) return null;
  const { resource, subject, text } = mail;
  return { resource, ...(subject === undefined ? {} : { subject }), ...(text === undefined ? {} : { text }) };
}
