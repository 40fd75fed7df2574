import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { AppTemplates } from './app-templates.contract.ts';
import { AppTemplatesService } from './app-templates.service.ts';

/** Apps to begin with. */
@ApiTags('apps')
@Controller('w/:workspace/app_templates')
export class AppTemplatesController {
  constructor(private readonly templates: AppTemplatesService) {}

  @Get()
  @Requires('apps:read')
  @Returns(AppTemplates)
  listAppTemplates(@CurrentAuth() auth: Auth): Promise<AppTemplates> {
    return this.templates.list(auth);
  }
}
