import { Global, Module } from '@nestjs/common';
import { ResourcesModule } from '../resources/resources.module.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { ApprovalDecisions } from './approval-decisions.service.ts';
import { ApprovalEnds } from './approval-ends.ts';
import { ApprovalHandlerRuns } from './approval-handler.service.ts';
import { ApprovalInbox } from './approval-inbox.service.ts';
import { ApprovalLinksController } from './approval-links.controller.ts';
import { ApprovalLinks } from './approval-links.service.ts';
import { ApprovalMail } from './approval-mail.service.ts';
import { ApprovalMoves } from './approval-moves.service.ts';
import { ApprovalNotices } from './approval-notices.service.ts';
import { ApprovalNotifiers } from './approval-notifiers.ts';
import { ApprovalSight } from './approval-sight.ts';
import { ApprovalTimers } from './approval-timers.service.ts';
import { ApprovalsController } from './approvals.controller.ts';
import { ApprovalsRepository } from './approvals.repository.ts';
import { Approvals } from './approvals.service.ts';
import { DelegationsController } from './delegations.controller.ts';
import { Delegations } from './delegations.service.ts';
import { FormSecrets } from './form-secrets.ts';
import { PrincipalFinder } from './principals.ts';
import { RunRequestTargets } from './run-request-targets.ts';
import { RunRequests } from './run-requests.service.ts';

/** Decisions of people, for everything that waits for them. */
@Global()
@Module({
  imports: [ResourcesModule, ScriptsModule],
  controllers: [ApprovalsController, ApprovalLinksController, DelegationsController],
  providers: [
    ApprovalDecisions,
    ApprovalEnds,
    ApprovalHandlerRuns,
    ApprovalInbox,
    ApprovalLinks,
    ApprovalMail,
    ApprovalMoves,
    ApprovalNotices,
    ApprovalNotifiers,
    ApprovalSight,
    ApprovalTimers,
    Approvals,
    ApprovalsRepository,
    Delegations,
    FormSecrets,
    PrincipalFinder,
    RunRequests,
    RunRequestTargets,
  ],
  exports: [ApprovalDecisions, ApprovalInbox, ApprovalNotifiers, ApprovalSight, Approvals, ApprovalsRepository, FormSecrets, RunRequestTargets],
})
export class ApprovalsModule {}
