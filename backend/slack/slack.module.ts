import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.ts';
import { AgentRunsModule } from '../agents/runs/agent-runs.module.ts';
import { AuthModule } from '../auth/auth.module.ts';
import { FlowEngineModule } from '../flows/engine/flow-engine.module.ts';
import { FlowsModule } from '../flows/flows.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { SimulatorActs } from './simulator/simulator-acts.ts';
import { SimulatorApi } from './simulator/simulator-api.ts';
import { SimulatorRequests } from './simulator/simulator-requests.ts';
import { SimulatorStore } from './simulator/simulator-store.ts';
import { SimulatorController } from './simulator/simulator.controller.ts';
import { Simulator } from './simulator/simulator.service.ts';
import { SlackAgentThreads } from './slack-agent-threads.ts';
import { SlackAgents } from './slack-agents.ts';
import { SlackBindings } from './slack-bindings.ts';
import { SlackCards } from './slack-cards.service.ts';
import { SlackClients } from './slack-clients.ts';
import { SlackCommandsService } from './slack-commands.service.ts';
import { SlackConversations } from './slack-conversations.service.ts';
import { SlackDecisions } from './slack-decisions.service.ts';
import { SlackEventsController } from './slack-events.controller.ts';
import { SlackForms } from './slack-forms.service.ts';
import { SlackHome } from './slack-home.service.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { SlackIntake } from './slack-intake.service.ts';
import { SlackLinks } from './slack-links.service.ts';
import { SlackPeople } from './slack-people.service.ts';
import { SlackRuns } from './slack-runs.service.ts';
import { SlackSettings } from './slack-settings.service.ts';
import { SlackStarts } from './slack-starts.service.ts';
import { SlackTargets } from './slack-targets.ts';
import { SlackTasks } from './slack-tasks.ts';
import { SlackWork } from './slack-work.service.ts';
import { SlackController } from './slack.controller.ts';

/** Slack: commands, forms, conversations and cards of approvals; and a Slack of our own to try them in. */
@Module({
  imports: [AgentRunsModule, AgentsModule, AuthModule, FlowEngineModule, FlowsModule, ScriptsModule],
  controllers: [SlackController, SlackEventsController, SimulatorController],
  providers: [
    Simulator,
    SimulatorActs,
    SimulatorApi,
    SimulatorRequests,
    SimulatorStore,
    SlackAgents,
    SlackAgentThreads,
    SlackBindings,
    SlackCards,
    SlackClients,
    SlackCommandsService,
    SlackConversations,
    SlackDecisions,
    SlackForms,
    SlackHome,
    SlackInstalls,
    SlackIntake,
    SlackLinks,
    SlackPeople,
    SlackRuns,
    SlackSettings,
    SlackStarts,
    SlackTargets,
    SlackTasks,
    SlackWork,
  ],
  exports: [SlackAgents, SlackCommandsService],
})
export class SlackModule {}
