import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { ScriptLanguages } from './script-languages.ts';
import { InferSignature, LanguageInfo, SignatureInfo } from './scripts.contract.ts';

/** What the editor asks while someone types. Nothing is stored or run. */
@ApiTags('scripts')
@Controller('w/:workspace')
export class LanguagesController {
  constructor(private readonly languages: ScriptLanguages) {}

  @Get('languages')
  @Requires('workspace:read')
  @Returns(z.object({ items: z.array(LanguageInfo) }))
  listLanguages(): { items: LanguageInfo[] } {
    return { items: this.languages.list() };
  }

  @Post('signature')
  @HttpCode(200)
  @Requires('jobs:preview')
  @Returns(SignatureInfo)
  inferSignature(@Body({ schema: InferSignature }) input: InferSignature): Promise<SignatureInfo> {
    return this.languages.read(input);
  }
}
