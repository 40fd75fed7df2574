import { Module } from '@nestjs/common';
import { AppsModule } from '../apps/apps.module.ts';
import { AppTemplatesController } from './app-templates.controller.ts';
import { AppTemplatesService } from './app-templates.service.ts';

/** Apps to begin with, from the examples of the repository. */
@Module({ imports: [AppsModule], controllers: [AppTemplatesController], providers: [AppTemplatesService] })
export class AppTemplatesModule {}
