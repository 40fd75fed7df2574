import { Injectable } from '@nestjs/common';
import { VersionedItemsRepository, type Versioned } from '../items/versioned-items.repository.ts';
import { AgentEntity } from './agent.entity.ts';
import { AgentVersionEntity } from './agent-version.entity.ts';

/** An agent with one of its versions. */
export type VersionedAgent = Versioned<AgentEntity, AgentVersionEntity>;

/** Reads and writes the tables of agents and their versions. What takes a transaction also works with `Database.manager`. */
@Injectable()
export class AgentsRepository extends VersionedItemsRepository<AgentEntity, AgentVersionEntity> {
  constructor() {
    super(AgentEntity, AgentVersionEntity);
  }
}
