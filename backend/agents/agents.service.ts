import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { toPage, type Page, type PageQuery } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { itemReferences, type ReferenceRow } from '../items/item-references.sql.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import type { References, RenameItem } from '../scripts/scripts.contract.ts';
import { AgentValue } from './agent.contract.ts';
import { AgentChecker } from './agent-checker.ts';
import { AgentDeployService } from './agent-deploy.service.ts';
import { AgentItems } from './agent-items.ts';
import { toAgent, toAgentRow } from './agent-view.ts';
import type { Agent, AgentCheck, AgentRow, CheckAgent, PutAgent } from './agents.contract.ts';
import type { VersionedAgent } from './agents.repository.ts';
import { EvaluationGate } from './evaluation-gate.ts';
import { listAgents, type AgentListRow } from './list-agents.sql.ts';

/** What people do with agents besides running them. The guard has checked the path of the route. */
@Injectable()
export class AgentsService {
  constructor(
    private readonly database: Database,
    private readonly items: AgentItems,
    private readonly deploys: AgentDeployService,
    private readonly checker: AgentChecker,
    private readonly gate: EvaluationGate,
    private readonly favourites: FavouritesService,
  ) {}

  async list(auth: Auth, query: VersionedItemQuery): Promise<Page<AgentRow>> {
    const rows = await this.database.run<AgentListRow>(listAgents(auth, query));
    return toPage(
      rows,
      query.limit,
      (row) => toAgentRow(auth, row),
      (row) => [row.sort_key, row.id],
    );
  }

  async get(auth: Auth, path: string, version?: number): Promise<Agent> {
    const found = await this.items.find(auth, path, version);
    if (version === undefined) await this.favourites.touch(auth, 'agent', path);
    return this.view(auth, found);
  }

  /** Number of the current version; `null` where no live agent is. */
  currentVersion(auth: Auth, path: string): Promise<number | null> {
    return this.items.currentVersion(auth, path);
  }

  /** Deploys a version; `isNew` tells 201 from 200. */
  async put(auth: Auth, path: string, input: PutAgent): Promise<{ agent: Agent; isNew: boolean }> {
    const { isNew, warnings, ...deployed } = await this.deploys.deploy(auth, path, input);
    return { agent: { ...(await this.view(auth, deployed)), warnings }, isNew };
  }

  /** Deploys what a person has made: where its evaluation set asks for a score, it has to have been reached. An import brings what was released elsewhere, and is not asked. */
  async release(auth: Auth, path: string, input: PutAgent): Promise<{ agent: Agent; isNew: boolean }> {
    const current = await this.items.repository.findCurrent(this.database.manager, auth.workspaceId, path);
    const deployed = current && { schema: current.version.schema as JsonObject, value: AgentValue.parse(current.version.value) };
    await this.gate.require(auth, path, input, deployed);
    return this.put(auth, path, input);
  }

  /** What a deploy would say, and what the model would be shown of the tools. */
  check(auth: Auth, input: CheckAgent): Promise<AgentCheck> {
    return this.checker.check(auth, input);
  }

  versions(auth: Auth, path: string, query: PageQuery): Promise<Page<VersionRow>> {
    return this.items.versions(auth, path, query, (facts) => facts);
  }

  async references(auth: Auth, path: string): Promise<References> {
    return { items: await this.database.run<ReferenceRow>(itemReferences(auth, 'agent', path)) };
  }

  archive(auth: Auth, path: string): Promise<void> {
    return this.items.archive(auth, path);
  }

  async restore(auth: Auth, path: string): Promise<Agent> {
    return this.view(auth, await this.items.unarchive(auth, path));
  }

  purge(auth: Auth, path: string): Promise<void> {
    return this.items.purge(auth, path);
  }

  /** Moves an agent with its versions, grants, stars, drafts, schedules and threads. */
  async rename(auth: Auth, from: string, { to }: RenameItem): Promise<Agent> {
    requireAccess(auth, 'agents:write', { kind: 'agent', path: to });
    const current = await this.items.find(auth, from);
    if (from !== to) {
      await requirePlace(this.database.manager, auth.workspaceId, to);
      await this.items.move(auth, current, to, null);
    }
    return this.get(auth, to);
  }

  private async view(auth: Auth, found: VersionedAgent): Promise<Agent> {
    return toAgent(auth, found, await this.favourites.isFavourite(auth, 'agent', found.item.path));
  }
}
