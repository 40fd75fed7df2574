import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { VersionedItems } from '../items/versioned-items.ts';
import type { AgentEntity } from './agent.entity.ts';
import type { AgentVersionEntity } from './agent-version.entity.ts';
import { AgentsRepository } from './agents.repository.ts';

/** Agents as items with versions. Threads, evaluations and budgets name an agent by its path, so they move with it. */
@Injectable()
export class AgentItems extends VersionedItems<AgentEntity, AgentVersionEntity> {
  constructor(database: Database, repository: AgentsRepository, events: Events) {
    super('agent', database, repository, events);
  }

  protected override async forget(transaction: Transaction, workspaceId: string, path: string): Promise<void> {
    await transaction.query(`delete from agent_budget where workspace_id = $1 and scope = 'agent' and name = $2`, [workspaceId, path]);
  }

  protected override async carry(transaction: Transaction, workspaceId: string, from: string, to: string): Promise<void> {
    for (const table of ['thread', 'evaluation'])
      await transaction.query(`update ${table} set agent_path = $3 where workspace_id = $1 and agent_path = $2`, [workspaceId, from, to]);
    await transaction.query(`delete from agent_budget where workspace_id = $1 and scope = 'agent' and name = $2`, [workspaceId, to]);
    await transaction.query(`update agent_budget set name = $3 where workspace_id = $1 and scope = 'agent' and name = $2`, [workspaceId, from, to]);
    await transaction.query(
      `update agent_volume set agent_path = $3, owner = case scope when 'agent' then $3 else owner end where workspace_id = $1 and agent_path = $2`,
      [workspaceId, from, to],
    );
  }
}
