import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/requires.ts';
import { requireOwnOrigin } from '../auth/credentials.ts';
import type { MillraceRequest } from '../common/request.ts';
import { Returns } from '../common/returns.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { ApprovalLinks } from './approval-links.service.ts';
import { DecideLinked, LinkedApproval } from './approvals.contract.ts';

/** Decisions of people outside, by a link that was made for them. Reading it decides nothing. */
@ApiTags('approvals')
@Controller('approval_links')
export class ApprovalLinksController {
  constructor(
    private readonly links: ApprovalLinks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':token')
  @Public()
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Returns(LinkedApproval)
  showLinkedApproval(@Param('token') token: string): Promise<LinkedApproval> {
    return this.links.show(token);
  }

  @Post(':token')
  @HttpCode(200)
  @Public()
  @Header('cache-control', 'no-store')
  @Returns(LinkedApproval)
  decideLinkedApproval(
    @Param('token') token: string,
    @Body({ schema: DecideLinked }) input: DecideLinked,
    @Req() request: MillraceRequest,
  ): Promise<LinkedApproval> {
    requireOwnOrigin(request, this.config);
    return this.links.decide(token, input);
  }
}
