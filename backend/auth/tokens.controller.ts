import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Identity } from '../access/core/auth.ts';
import { CurrentIdentity, SignedIn } from '../access/requires.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { CreatedToken, CreateToken, Token } from './auth.contract.ts';
import { Tokens } from './tokens.service.ts';

const TokenList = z.object({ items: z.array(Token) });

@ApiTags('tokens')
@Controller('tokens')
export class TokensController {
  constructor(private readonly tokens: Tokens) {}

  @Post() @SignedIn('session') @Returns(CreatedToken, 201)
  createToken(@CurrentIdentity() identity: Identity, @Body({ schema: CreateToken }) input: CreateToken): Promise<CreatedToken> {
    return this.tokens.create(identity, input);
  }

  @Get() @SignedIn('session') @Returns(TokenList)
  listTokens(@CurrentIdentity() identity: Identity): Promise<z.infer<typeof TokenList>> {
    return this.tokens.list(identity);
  }

  @Delete(':id') @HttpCode(204) @SignedIn('session') @ReturnsNothing()
  revokeToken(@CurrentIdentity() identity: Identity, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    return this.tokens.revoke(identity, id);
  }
}
