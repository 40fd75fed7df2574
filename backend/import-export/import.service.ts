import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { Folders } from '../access/folders.service.ts';
import { Groups } from '../access/groups.service.ts';
import { AgentsService } from '../agents/agents.service.ts';
import { AppsService } from '../apps/apps.service.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { factsOf } from '../flows/core/flow-facts.ts';
import { FlowsService } from '../flows/flows.service.ts';
import { ResourceTypesService } from '../resources/resource-types.service.ts';
import { ResourcesService } from '../resources/resources.service.ts';
import { SchedulesService } from '../schedules/schedules.service.ts';
import { SlackCommandsService } from '../slack/slack-commands.service.ts';
import { ScriptsService } from '../scripts/scripts.service.ts';
import { VariablesService } from '../variables/variables.service.ts';
import { ExpectedMembers } from '../workspaces/expected-members.service.ts';
import { Workspaces } from '../workspaces/workspaces.service.ts';
import { dependencyOrder } from './core/dependency-order.ts';
import type { ResourceItem, VariableItem, WorkspaceItems } from './core/items.ts';
import { fromFiles } from './core/workspace-files.ts';
import { FileGrantsService } from './file-grants.service.ts';
import { ImportReport } from './import-report.ts';
import type { ImportFiles, ImportResult } from './import-export.contract.ts';
import { ScriptOrder } from './script-order.ts';

/**
 * Brings a tree of files into a workspace, by the same services that people use: whatever may not be done by hand cannot be
 * imported, and everything is checked, versioned and on record. Nothing is written when a file cannot be read; after that each
 * object stands alone, and the report tells what became of it. What is not in the tree stays.
 */
@Injectable()
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly workspaces: Workspaces,
    private readonly people: ExpectedMembers,
    private readonly groups: Groups,
    private readonly folders: Folders,
    private readonly types: ResourceTypesService,
    private readonly variables: VariablesService,
    private readonly resources: ResourcesService,
    private readonly scripts: ScriptsService,
    private readonly flows: FlowsService,
    private readonly agents: AgentsService,
    private readonly apps: AppsService,
    private readonly schedules: SchedulesService,
    private readonly slackCommands: SlackCommandsService,
    private readonly order: ScriptOrder,
    private readonly grants: FileGrantsService,
  ) {}

  async import(auth: Auth, { files, message }: ImportFiles): Promise<ImportResult> {
    const { items, problems, notes } = fromFiles(files);
    const [first, ...others] = problems;
    if (first) {
      const more = others.length > 0 ? ` (nor ${others.length} more)` : '';
      throw new AppError('import/invalid', `Nothing was imported: ${first.file} cannot be read${more}: ${first.message}.`, {
        problems: problems.slice(0, 100),
      });
    }
    const report = new ImportReport(notes);
    await this.importPeople(auth, items, report);
    await this.importValues(auth, items, report);
    await this.importSettings(auth, items, report);
    await this.importScripts(auth, items, message, report);
    await this.importFlows(auth, items, message, report);
    await this.importAgents(auth, items, message, report);
    await this.importApps(auth, items, message, report);
    await this.importSchedules(auth, items, report);
    await this.importSlackCommands(auth, items, report);
    await this.grants.apply(auth, items, report);
    const result = report.result();
    await this.record(auth, result, message);
    return result;
  }

  private async importPeople(auth: Auth, items: WorkspaceItems, report: ImportReport): Promise<void> {
    if (items.name !== null) await this.workspaces.update(auth, { name: items.name });
    for (const person of items.users) {
      await report.put('user', person.email, async () => {
        const outcome = await this.people.put(auth, person);
        if (outcome.isNew && !person.isDisabled)
          report.note(`users/${person.email}.user.yaml`, `"${person.username}" waits for an invitation link: make one on the page People`);
        return outcome;
      });
    }
    for (const group of items.groups) {
      await report.put('group', group.name, async () => {
        const known = await this.grants.knownMembers(auth, [...group.members, ...group.managers]);
        for (const name of new Set([...group.members, ...group.managers]))
          if (!known.has(name)) report.note(`groups/${group.name}.group.yaml`, `Nobody in this workspace is named "${name}"`);
        const before = await this.groups.get(auth, group.name).catch(() => null);
        const { item, isNew } = await this.groups.put(auth, group.name, {
          summary: group.summary,
          members: group.members.filter((name) => known.has(name)),
          managers: group.managers.filter((name) => known.has(name)),
        });
        return { isNew, isChanged: before?.version !== item.version };
      });
    }
    for (const folder of items.folders) {
      await report.put('folder', folder.name, async () => {
        const before = await this.folders.get(auth, folder.name).catch(() => null);
        const { item, isNew } = await this.folders.put(auth, folder.name, { summary: folder.summary });
        return { isNew, isChanged: before?.version !== item.version };
      });
    }
  }

  private async importValues(auth: Auth, items: WorkspaceItems, report: ImportReport): Promise<void> {
    const known = new Map((await this.types.list(auth)).items.map((type) => [type.name, type]));
    for (const { name, schema, description } of items.resourceTypes) {
      await report.put('resource_type', name, async () => {
        const before = known.get(name);
        const type = await this.types.put(auth, name, { schema, description });
        known.set(name, type);
        return { isNew: !before, isChanged: JSON.stringify(before) !== JSON.stringify(type) };
      });
    }
    for (const variable of items.variables) await report.put('variable', variable.path, () => this.importVariable(auth, variable, report));
    for (const resource of items.resources) {
      if (!known.has(resource.resourceType)) await this.addOpenType(auth, resource.resourceType, known, report);
      await report.put('resource', resource.path, () => this.importResource(auth, resource, report));
    }
  }

  /** After the resources: the setting names one of them. Without it everything else stands, so that is no reason to fail. */
  private async importSettings(auth: Auth, { approvalEmail }: WorkspaceItems, report: ImportReport): Promise<void> {
    if (approvalEmail === null) return;
    try {
      await this.workspaces.update(auth, { settings: { approval_email: approvalEmail } });
    } catch (error) {
      if (!isAppError(error)) throw error;
      report.note('settings.yaml', `E-mail about approvals was not set up: ${error.message}`);
    }
  }

  /** Trees of other tools leave out types that everyone there has: such a type takes any object until an admin describes it. */
  private async addOpenType(auth: Auth, name: string, known: Map<string, unknown>, report: ImportReport): Promise<void> {
    await report.put('resource_type', name, async () => {
      known.set(name, await this.types.put(auth, name, { schema: { type: 'object', properties: {} }, description: '' }));
      report.note(`${name}.resource-type.yaml`, 'Not in the tree, so a type that takes any object was made');
      return { isNew: true, isChanged: true };
    });
  }

  private async importVariable(auth: Auth, item: VariableItem, report: ImportReport) {
    const before = await this.variables.get(auth, item.path).catch(() => null);
    const isKept = item.isSecret && item.value === '';
    if (isKept && !before) report.missingSecret(item.path);
    const { variable, isNew } = await this.variables.put(auth, item.path, {
      value: isKept && before ? null : item.value,
      is_secret: item.isSecret,
      description: item.description,
      expires_at: item.expiresAt,
    });
    return { isNew, isChanged: before?.version !== variable.version };
  }

  private async importResource(auth: Auth, item: ResourceItem, report: ImportReport) {
    const before = await this.resources.get(auth, item.path).catch(() => null);
    const missing: string[] = [];
    const { resource, isNew } = await this.resources.put(
      auth,
      item.path,
      { resource_type: item.resourceType, value: item.value, description: item.description },
      missing,
    );
    for (const pointer of missing) report.missingSecret(`${item.path}#${pointer}`);
    return { isNew, isChanged: before?.version !== resource.version };
  }

  private async importScripts(auth: Auth, items: WorkspaceItems, message: string, report: ImportReport): Promise<void> {
    for (const item of await this.order.sort(items.scripts)) {
      await report.put('script', item.path, async () => {
        const { language, content, summary, description, settings } = item;
        const before = await this.scripts.currentVersion(auth, item.path);
        const { script, isNew } = await this.scripts.put(
          auth,
          item.path,
          { language, content, summary, description, settings, message },
          { lock: item.lock === '' ? null : item.lock },
        );
        return { isNew, isChanged: before !== script.version };
      });
    }
  }

  private async importFlows(auth: Auth, items: WorkspaceItems, message: string, report: ImportReport): Promise<void> {
    for (const { path, tag, grants: _grants, ...definition } of dependencyOrder(items.flows, ({ value }) => factsOf(value).flows)) {
      await report.put('flow', path, async () => {
        const before = await this.flows.currentVersion(auth, path);
        const { flow, isNew } = await this.flows.put(auth, path, { ...definition, ...(tag === null ? {} : { tag }), message });
        return { isNew, isChanged: before !== flow.version };
      });
    }
  }

  /** After what they call: each is checked against it. */
  private async importAgents(auth: Auth, items: WorkspaceItems, message: string, report: ImportReport): Promise<void> {
    const agentsOf = ({ value }: WorkspaceItems['agents'][number]): string[] => value.tools.flatMap(({ kind, path }) => (kind === 'agent' ? [path] : []));
    for (const { path, grants: _grants, ...definition } of dependencyOrder(items.agents, agentsOf)) {
      await report.put('agent', path, async () => {
        const before = await this.agents.currentVersion(auth, path);
        const { agent, isNew } = await this.agents.put(auth, path, { ...definition, message });
        return { isNew, isChanged: before !== agent.version };
      });
    }
  }

  /** After what they run: a release says which version of it runs. */
  private async importApps(auth: Auth, items: WorkspaceItems, message: string, report: ImportReport): Promise<void> {
    for (const { path, grants: _grants, ...release } of items.apps) {
      await report.put('app', path, async () => {
        const before = await this.apps.currentVersion(auth, path);
        const { app, isNew } = await this.apps.put(auth, path, { ...release, message });
        return { isNew, isChanged: before !== app.version };
      });
    }
  }

  /** After what they run. */
  private async importSlackCommands(auth: Auth, items: WorkspaceItems, report: ImportReport): Promise<void> {
    for (const { path, definition } of items.slackCommands) {
      await report.put('slack_command', path, async () => {
        const before = await this.slackCommands.get(auth, path).catch(() => null);
        const { command, isNew } = await this.slackCommands.put(auth, path, definition);
        return { isNew, isChanged: before?.version !== command.version };
      });
    }
  }

  private async importSchedules(auth: Auth, items: WorkspaceItems, report: ImportReport): Promise<void> {
    for (const { path, definition } of items.schedules) {
      await report.put('schedule', path, async () => {
        const before = await this.schedules.get(auth, path).catch(() => null);
        const { schedule, isNew } = await this.schedules.put(auth, path, definition);
        return { isNew, isChanged: before?.version !== schedule.version };
      });
    }
  }

  private async record(auth: Auth, result: ImportResult, message: string): Promise<void> {
    const paths = result.items.filter(({ outcome }) => outcome === 'created' || outcome === 'updated').map(({ path }) => path);
    const failed = result.items.filter(({ outcome }) => outcome === 'failed').length;
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, {
        action: 'workspace.imported',
        objectKind: 'workspace',
        objectPath: auth.workspaceId,
        details: { message, paths, failed },
      }),
    );
  }
}
