import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns } from '../common/returns.ts';
import { ApprovalDecisions } from './approval-decisions.service.ts';
import { ApprovalInbox } from './approval-inbox.service.ts';
import { ApprovalLinks } from './approval-links.service.ts';
import { ApprovalMoves } from './approval-moves.service.ts';
import {
  Approval,
  ApprovalCounts,
  ApprovalExportQuery,
  ApprovalLink,
  ApprovalQuery,
  ApprovalRow,
  CommentApproval,
  CreateApprovalLink,
  DecideApproval,
  DecideApprovals,
  DecideApprovalsResult,
  ReassignApproval,
  RequestRun,
  WithdrawApproval,
} from './approvals.contract.ts';
import { RunRequests } from './run-requests.service.ts';

const ApprovalId = z.uuid();

/** Requests for a decision: to look at, to decide, and everything between. A GET never decides. */
@ApiTags('approvals')
@Controller('w/:workspace')
export class ApprovalsController {
  constructor(
    private readonly inbox: ApprovalInbox,
    private readonly decisions: ApprovalDecisions,
    private readonly moves: ApprovalMoves,
    private readonly links: ApprovalLinks,
    private readonly requests: RunRequests,
  ) {}

  @Get('approvals')
  @Requires('approvals:read')
  @Returns(pageOf(ApprovalRow))
  listApprovals(@CurrentAuth() auth: Auth, @Query({ schema: ApprovalQuery }) query: ApprovalQuery): Promise<Page<ApprovalRow>> {
    return this.inbox.list(auth, query);
  }

  @Get('approval_counts')
  @Requires('approvals:read')
  @Returns(ApprovalCounts)
  countApprovals(@CurrentAuth() auth: Auth): Promise<ApprovalCounts> {
    return this.inbox.counts(auth);
  }

  @Get('approvals_export')
  @Requires('approvals:read')
  async exportApprovals(@CurrentAuth() auth: Auth, @Query({ schema: ApprovalExportQuery }) query: ApprovalExportQuery): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(await this.inbox.export(auth, query), { objectMode: false }), {
      type: query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      disposition: `attachment; filename="${auth.workspaceId}-approvals.${query.format}"`,
    });
  }

  @Get('approvals/:id')
  @Requires('approvals:read')
  @Returns(Approval)
  getApproval(@CurrentAuth() auth: Auth, @Param('id', { schema: ApprovalId }) id: string): Promise<Approval> {
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/decide')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async decideApproval(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ApprovalId }) id: string,
    @Body({ schema: DecideApproval }) input: DecideApproval,
    @Headers('idempotency-key') key?: string,
  ): Promise<Approval> {
    await this.decisions.decide(auth, id, key && !input.idempotency_key ? { ...input, idempotency_key: key.slice(0, 200) } : input);
    return this.inbox.get(auth, id);
  }

  @Post('approvals_decide')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(DecideApprovalsResult)
  decideApprovals(@CurrentAuth() auth: Auth, @Body({ schema: DecideApprovals }) input: DecideApprovals): Promise<DecideApprovalsResult> {
    return this.decisions.decideMany(auth, input);
  }

  @Post('approvals/:id/comment')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async commentApproval(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ApprovalId }) id: string,
    @Body({ schema: CommentApproval }) { comment }: CommentApproval,
  ): Promise<Approval> {
    await this.moves.comment(auth, id, comment);
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/claim')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async claimApproval(@CurrentAuth() auth: Auth, @Param('id', { schema: ApprovalId }) id: string): Promise<Approval> {
    await this.moves.claim(auth, id);
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/release')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async releaseApproval(@CurrentAuth() auth: Auth, @Param('id', { schema: ApprovalId }) id: string): Promise<Approval> {
    await this.moves.release(auth, id);
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/reassign')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async reassignApproval(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ApprovalId }) id: string,
    @Body({ schema: ReassignApproval }) input: ReassignApproval,
  ): Promise<Approval> {
    await this.moves.reassign(auth, id, input);
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/withdraw')
  @HttpCode(200)
  @Requires('approvals:decide')
  @Returns(Approval)
  async withdrawApproval(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ApprovalId }) id: string,
    @Body({ schema: WithdrawApproval }) { comment }: WithdrawApproval,
  ): Promise<Approval> {
    await this.moves.withdraw(auth, id, comment);
    return this.inbox.get(auth, id);
  }

  @Post('approvals/:id/links')
  @HttpCode(201)
  @Requires('approvals:decide')
  @Returns(ApprovalLink, 201)
  createApprovalLink(
    @CurrentAuth() auth: Auth,
    @Param('id', { schema: ApprovalId }) id: string,
    @Body({ schema: CreateApprovalLink }) input: CreateApprovalLink,
  ): Promise<ApprovalLink> {
    return this.links.create(auth, id, input);
  }

  @Post('approval_requests')
  @HttpCode(201)
  @Requires('approvals:request')
  @Returns(Approval, 201)
  requestRun(@CurrentAuth() auth: Auth, @Body({ schema: RequestRun }) input: RequestRun): Promise<Approval> {
    return this.requests.request(auth, input);
  }
}
