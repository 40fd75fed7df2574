import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { AgentsRepository } from '../agents/agents.repository.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import { sha256 } from '../common/canonical-json.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { Signature } from '../languages/language.ts';
import { ResourceEntity } from '../resources/resource.entity.ts';
import { ScriptsRepository } from '../scripts/scripts.repository.ts';
import { UnsavedCodeReader } from '../scripts/unsaved-code.ts';
import { FlowsRepository } from './flows.repository.ts';
import { subFlows, type SubFlowsRow } from './sub-flows.sql.ts';

/** What something that a step runs takes and gives; a library gives no result and cannot be run. */
export type RunnableSchema = { input: JsonObject; result: JsonObject; isRunnable: boolean };

/** Schemas by `script <path>`, `flow <path>` and `agent <path>`. What is missing is not there, or not for this person. */
export type RunnableSchemaMap = ReadonlyMap<string, RunnableSchema>;

/** Signatures that a process keeps at hand, by their source: reading one takes some milliseconds. */
const cachedSignatures = 2000;

/** Finds what the steps of a flow run, as far as the person who edits it may run it. */
@Injectable()
export class FlowRunnables {
  private readonly signatures = new BoundedCache<Signature>(cachedSignatures);

  constructor(
    private readonly database: Database,
    private readonly scripts: ScriptsRepository,
    private readonly flows: FlowsRepository,
    private readonly agents: AgentsRepository,
    private readonly code: UnsavedCodeReader,
  ) {}

  /** Two statements for each kind, however many steps there are. */
  async find(auth: Auth, wanted: { scripts: readonly string[]; flows: readonly string[]; agents?: readonly string[] }): Promise<RunnableSchemaMap> {
    const { manager } = this.database;
    const [scripts, flows] = [
      await this.scripts.findCurrentOf(
        manager,
        auth.workspaceId,
        wanted.scripts.filter((path) => mayUse(auth, 'script', path)),
      ),
      await this.flows.findCurrentOf(
        manager,
        auth.workspaceId,
        wanted.flows.filter((path) => mayUse(auth, 'flow', path)),
      ),
    ];
    const found = new Map<string, RunnableSchema>();
    for (const { item, version } of flows) found.set(`flow ${item.path}`, { input: version.schema as JsonObject, result: {}, isRunnable: true });
    const agents = (wanted.agents ?? []).filter((path) => mayUse(auth, 'agent', path));
    if (agents.length > 0)
      for (const { item, version } of await this.agents.findCurrentOf(manager, auth.workspaceId, agents))
        found.set(`agent ${item.path}`, { input: version.schema as JsonObject, result: {}, isRunnable: true });
    await Promise.all(
      scripts.map(async ({ item, version: { language, content, schema, hasMain } }) => {
        const { result } = await this.signatureOf(language, content, item.path);
        found.set(`script ${item.path}`, { input: schema as JsonObject, result: result ?? {}, isRunnable: hasMain });
      }),
    );
    return found;
  }

  /** Types of resources by their paths, as far as this person may read them. */
  async resourceTypes(auth: Auth, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const allowed = paths.filter((path) => can(auth, 'resources:read', { kind: 'resource', path }).allowed);
    if (allowed.length === 0) return new Map();
    const where = { workspaceId: auth.workspaceId, path: In(allowed) };
    const rows = await this.database.manager.find(ResourceEntity, { where, select: { path: true, resourceType: true } });
    return new Map(rows.map((row) => [row.path, row.resourceType]));
  }

  /** Those of `paths` from which a chain of steps leads to the flow at `target`. */
  async leadingTo(workspaceId: string, target: string, paths: readonly string[]): Promise<Set<string>> {
    const below = new Map<string, readonly string[]>();
    for (let level = [...new Set(paths)]; level.length > 0;) {
      const rows = await this.database.run<SubFlowsRow>(subFlows(workspaceId, level));
      for (const path of level) below.set(path, rows.find((row) => row.path === path)?.flows ?? []);
      level = [...new Set(rows.flatMap(({ flows }) => flows))].filter((path) => path !== target && !below.has(path));
    }
    const leads = (path: string, seen: Set<string>): boolean =>
      path === target || (!seen.has(path) && (seen.add(path), (below.get(path) ?? []).some((next) => leads(next, seen))));
    return new Set(paths.filter((path) => leads(path, new Set())));
  }

  private async signatureOf(language: Parameters<UnsavedCodeReader['inspect']>[0]['language'], content: string, path: string): Promise<Signature> {
    const key = `${language} ${sha256(content)}`;
    const cached = this.signatures.get(key);
    if (cached) return cached;
    const { signature } = await this.code.inspect({ language, content, path });
    this.signatures.set(key, signature);
    return signature;
  }
}

/** Whoever may run something or look at it may build it into a flow. */
function mayUse(auth: Auth, kind: 'script' | 'flow' | 'agent', path: string): boolean {
  const target = { kind, path };
  return can(auth, `${kind}s:read`, target).allowed || can(auth, 'jobs:run', target).allowed;
}
