import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../../access/core/auth.ts';
import { CurrentAuth, Requires } from '../../access/requires.ts';
import { Returns, ReturnsNothing } from '../../common/returns.ts';
import { ActInSlack, SimulatedAnswer, Simulation, SimulationQuery } from './simulator.contract.ts';
import { Simulator } from './simulator.service.ts';

/** A Slack of our own, for admins of installations that have it. */
@ApiTags('slack')
@Controller('w/:workspace')
export class SimulatorController {
  constructor(private readonly simulator: Simulator) {}

  @Get('slack_simulator')
  @Requires('workspace:manage')
  @Returns(Simulation)
  getSimulation(@CurrentAuth() auth: Auth, @Query({ schema: SimulationQuery }) query: SimulationQuery): Promise<Simulation> {
    return this.simulator.look(auth, query);
  }

  @Post('slack_simulator')
  @HttpCode(200)
  @Requires('workspace:manage')
  @Returns(SimulatedAnswer)
  actInSimulation(@CurrentAuth() auth: Auth, @Body({ schema: ActInSlack }) input: ActInSlack): Promise<SimulatedAnswer> {
    return this.simulator.act(auth, input);
  }

  @Delete('slack_simulator')
  @HttpCode(204)
  @Requires('workspace:manage')
  @ReturnsNothing()
  clearSimulation(@CurrentAuth() auth: Auth): Promise<void> {
    return this.simulator.clear(auth);
  }
}
