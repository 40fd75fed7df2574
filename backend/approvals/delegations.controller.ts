import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { Delegation, PutDelegation } from './approvals.contract.ts';
import { Delegations } from './delegations.service.ts';

const Items = z.object({ items: z.array(Delegation) });
const DelegationId = z.uuid();

/** Who decides for whom while they are away. */
@ApiTags('approvals')
@Controller('w/:workspace/delegations')
export class DelegationsController {
  constructor(private readonly delegations: Delegations) {}

  @Get()
  @Requires('approvals:read')
  @Returns(Items)
  listDelegations(@CurrentAuth() auth: Auth): Promise<z.infer<typeof Items>> {
    return this.delegations.list(auth);
  }

  @Post()
  @HttpCode(201)
  @Requires('approvals:decide')
  @Returns(Delegation, 201)
  createDelegation(@CurrentAuth() auth: Auth, @Body({ schema: PutDelegation }) input: PutDelegation): Promise<Delegation> {
    return this.delegations.create(auth, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('approvals:decide')
  @ReturnsNothing()
  revokeDelegation(@CurrentAuth() auth: Auth, @Param('id', { schema: DelegationId }) id: string): Promise<void> {
    return this.delegations.revoke(auth, id);
  }
}
