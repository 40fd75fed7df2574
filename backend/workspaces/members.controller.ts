import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { Invitations } from './invitations.service.ts';
import { Members } from './members.service.ts';
import { CreatedInvitation, CreateInvitation, Invitation, Member, UpdateMember } from './workspaces.contract.ts';

const MemberList = z.object({ items: z.array(Member) });
const InvitationList = z.object({ items: z.array(Invitation) });

@ApiTags('members')
@Controller('w/:workspace')
export class MembersController {
  constructor(private readonly members: Members, private readonly invitations: Invitations) {}

  @Get('members') @Requires('members:read') @Returns(MemberList)
  listMembers(@CurrentAuth() auth: Auth): Promise<z.infer<typeof MemberList>> {
    return this.members.list(auth);
  }

  @Patch('members/:username') @Requires('members:manage') @Returns(Member)
  updateMember(@CurrentAuth() auth: Auth, @Param('username') username: string, @Body({ schema: UpdateMember }) input: UpdateMember): Promise<Member> {
    return this.members.update(auth, username, input);
  }

  @Delete('members/:username') @HttpCode(204) @Requires('members:manage') @ReturnsNothing()
  removeMember(@CurrentAuth() auth: Auth, @Param('username') username: string): Promise<void> {
    return this.members.remove(auth, username);
  }

  @Get('invitations') @Requires('members:manage') @Returns(InvitationList)
  listInvitations(@CurrentAuth() auth: Auth): Promise<z.infer<typeof InvitationList>> {
    return this.invitations.list(auth);
  }

  @Post('invitations') @Requires('members:manage') @Returns(CreatedInvitation, 201)
  createInvitation(@CurrentAuth() auth: Auth, @Body({ schema: CreateInvitation }) input: CreateInvitation): Promise<CreatedInvitation> {
    return this.invitations.create(auth, input);
  }

  @Delete('invitations/:id') @HttpCode(204) @Requires('members:manage') @ReturnsNothing()
  revokeInvitation(@CurrentAuth() auth: Auth, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.invitations.revoke(auth, id);
  }
}
