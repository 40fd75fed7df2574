import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { AgentValue } from './agent.contract.ts';

/** A version with all that is needed to run it. */
export type RunnableAgent = {
  versionId: string;
  version: number;
  path: string;
  summary: string;
  value: AgentValue;
  schema: JsonObject;
  hash: string;
  /** Who deployed it, and under which name. */
  authorId: string;
  createdBy: string;
};

type Row = { version_id: string; version: number };
type DefinitionRow = { version: number; path: string; summary: string; value: object; schema: JsonObject; hash: string; author_id: string; created_by: string };

const cachedVersions = 500;

/** Gives runs what an agent consists of. Versions never change, so what was loaded once stays in memory. Access is the caller's question. */
@Injectable()
export class AgentSources {
  private readonly cache = new BoundedCache<RunnableAgent>(cachedVersions);

  constructor(private readonly database: Database) {}

  /** What runs at a path now, or as of a version. */
  async sourceFor(workspaceId: string, path: string, version: number | null): Promise<RunnableAgent> {
    const [row] = await this.database.run<Row>(currentAgent(workspaceId, path, version));
    if (!row) throw await this.missing(workspaceId, path, version);
    return { ...(await this.sourceOf(row.version_id)), path };
  }

  /** A version by its id, for a run that is bound to it. */
  async sourceOf(versionId: string): Promise<RunnableAgent> {
    const cached = this.cache.get(versionId);
    if (cached) return cached;
    const [row] = await this.database.run<DefinitionRow>({
      name: 'agent_definition',
      text: `
select v.version, a.path, v.summary, v.value, v.schema, v.hash, v.author_id, v.created_by
from agent_version v join agent a on a.id = v.agent_id where v.id = $1`,
      values: [versionId],
    });
    if (!row) throw new AppError('agent/version_not_found', 'This version of the agent was deleted.', { version_id: versionId });
    const { author_id: authorId, created_by: createdBy, value, ...rest } = row;
    const agent = { ...rest, versionId, authorId, createdBy, value: AgentValue.parse(value) };
    this.cache.set(versionId, agent);
    return agent;
  }

  private async missing(workspaceId: string, path: string, version: number | null): Promise<AppError> {
    const [current] = version === null ? [] : await this.database.run<Row>(currentAgent(workspaceId, path, null));
    if (current) return new AppError('agent/version_not_found', `"${path}" has no version ${version}. Its newest is ${current.version}.`, { path, version });
    return new AppError('agent/not_found', `There is no agent at "${path}", or you may not see it.`, { path });
  }
}

/** The version that runs at a path. */
const currentAgent = (workspaceId: string, path: string, version: number | null) => ({
  name: 'current_agent',
  text: `
select v.id as version_id, v.version from agent a join agent_version v on v.agent_id = a.id and v.version = coalesce($3, a.current_version)
where a.workspace_id = $1 and a.path = $2 and a.archived_at is null`,
  values: [workspaceId, path, version],
});
