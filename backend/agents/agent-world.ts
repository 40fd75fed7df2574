import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { FlowsRepository } from '../flows/flows.repository.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { validatorFor } from '../schema/validator.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import { ScriptsRepository } from '../scripts/scripts.repository.ts';
import type { AgentTool, AgentValue } from './agent.contract.ts';
import { AgentsRepository } from './agents.repository.ts';
import { factsOf } from './core/agent-facts.ts';
import type { AgentWorld, ToolFacts } from './core/check.ts';
import { isModelType } from './model-types.ts';
import { subAgents, type SubAgentsRow } from './sub-agents.sql.ts';

/** Finds what an agent refers to, as far as the person who edits it may use it. A few statements, however much that is. */
@Injectable()
export class AgentWorlds {
  constructor(
    private readonly database: Database,
    private readonly scripts: ScriptsRepository,
    private readonly flows: FlowsRepository,
    private readonly agents: AgentsRepository,
  ) {}

  async of(auth: Auth, path: string, value: AgentValue): Promise<AgentWorld> {
    const facts = factsOf(value);
    const [tools, types, below] = [
      await this.tools(auth, facts),
      await this.resourceTypes(auth, facts.resources),
      await this.below(auth.workspaceId, facts.agents),
    ];
    return {
      tool: (kind, at) => tools.get(`${kind} ${at}`) ?? null,
      resourceType: (at) => types.get(at) ?? null,
      isModelType,
      wayBack: (from) => (path === '' ? null : wayTo(path, from, below)),
      schemaProblem,
    };
  }

  /** Schemas and more of runnables, as far as this person may run or read them. */
  async tools(auth: Auth, wanted: { scripts: readonly string[]; flows: readonly string[]; agents: readonly string[] }): Promise<Map<string, ToolFacts>> {
    const { manager } = this.database;
    const allowed = (kind: AgentTool['kind'], paths: readonly string[]): string[] => paths.filter((path) => mayUse(auth, kind, path));
    const found = new Map<string, ToolFacts>();
    for (const { item, version } of await this.scripts.findCurrentOf(manager, auth.workspaceId, allowed('script', wanted.scripts))) {
      const isReadOnly = (version.settings as ScriptSettings).is_read_only === true;
      found.set(`script ${item.path}`, { ...common(version), isRunnable: version.hasMain, isReadOnly });
    }
    for (const { item, version } of await this.flows.findCurrentOf(manager, auth.workspaceId, allowed('flow', wanted.flows)))
      found.set(`flow ${item.path}`, { ...common(version), isRunnable: true, isReadOnly: false });
    for (const { item, version } of await this.agents.findCurrentOf(manager, auth.workspaceId, allowed('agent', wanted.agents)))
      found.set(`agent ${item.path}`, { ...common(version), isRunnable: true, isReadOnly: false });
    return found;
  }

  private async resourceTypes(auth: Auth, paths: readonly string[]): Promise<Map<string, string>> {
    const allowed = paths.filter((path) => can(auth, 'resources:read', { kind: 'resource', path }).allowed);
    if (allowed.length === 0) return new Map();
    const rows = await this.database.manager.find(ResourceEntity, {
      where: { workspaceId: auth.workspaceId, path: In(allowed) },
      select: { path: true, resourceType: true },
    });
    return new Map(rows.map((row) => [row.path, row.resourceType]));
  }

  /** Which agents the agents below some others call, level by level. */
  private async below(workspaceId: string, paths: readonly string[]): Promise<Map<string, readonly string[]>> {
    const below = new Map<string, readonly string[]>();
    for (let level = [...new Set(paths)]; level.length > 0;) {
      const rows = await this.database.run<SubAgentsRow>(subAgents(workspaceId, level));
      for (const path of level) below.set(path, rows.find((row) => row.path === path)?.agents ?? []);
      level = [...new Set(rows.flatMap(({ agents }) => agents))].filter((path) => !below.has(path));
    }
    return below;
  }
}

/** Whoever may run something or look at it may build it into an agent. */
function mayUse(auth: Auth, kind: AgentTool['kind'], path: string): boolean {
  const target = { kind, path };
  return can(auth, `${kind}s:read`, target).allowed || can(auth, 'jobs:run', target).allowed;
}

const common = ({ schema, summary, version }: { schema: object; summary: string; version: number }) => ({ schema: schema as JsonObject, summary, version });

function wayTo(target: string, from: string, below: ReadonlyMap<string, readonly string[]>, seen: ReadonlySet<string> = new Set()): string[] | null {
  if (from === target) return [from];
  if (seen.has(from)) return null;
  for (const next of below.get(from) ?? []) {
    const way = wayTo(target, next, below, new Set([...seen, from]));
    if (way) return [from, ...way];
  }
  return null;
}

function schemaProblem(schema: JsonObject): string | null {
  try {
    validatorFor(schema);
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).slice(0, 300);
  }
}
