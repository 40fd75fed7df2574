import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { Returns } from '../../common/returns.ts';
import { AgentBudget, AgentUsageQuery, AgentUsageRow, PutAgentBudgets } from '../agents.contract.ts';
import { AgentBudgets } from './agent-budgets.service.ts';

const Budgets = z.object({ items: z.array(AgentBudget) });

/** What agents use up, and what they may. */
@ApiTags('agents')
@Controller('w/:workspace')
export class AgentUsageController {
  constructor(private readonly budgets: AgentBudgets) {}

  @Get('agent_budgets')
  @Requires('workspace:manage')
  @Returns(Budgets)
  listAgentBudgets(@CurrentAuth() auth: Auth): Promise<z.infer<typeof Budgets>> {
    return this.budgets.list(auth);
  }

  @Put('agent_budgets')
  @Requires('workspace:manage')
  @Returns(Budgets)
  putAgentBudgets(@CurrentAuth() auth: Auth, @Body({ schema: PutAgentBudgets }) input: PutAgentBudgets): Promise<z.infer<typeof Budgets>> {
    return this.budgets.put(auth, input);
  }

  /** Admins see everybody's, others their own. */
  @Get('agent_usage')
  @Requires('agents:read')
  @Returns(z.object({ items: z.array(AgentUsageRow) }))
  listAgentUsage(@CurrentAuth() auth: Auth, @Query({ schema: AgentUsageQuery }) query: AgentUsageQuery): Promise<{ items: AgentUsageRow[] }> {
    return this.budgets.usage(auth, query);
  }
}
