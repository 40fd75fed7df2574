import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import type { WorkflowApprovals } from './approval-port.ts';

/** Lets workflows ask people. */
@Injectable()
export class WorkflowApprovalRequests implements WorkflowApprovals {
  prepare(): Promise<never> {
    return Promise.reject(new AppError('request/invalid', 'Approvals are not available here.'));
  }

  withdraw(): Promise<void> {
    return Promise.resolve();
  }
}
