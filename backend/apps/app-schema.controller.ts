import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/requires.ts';
import { documentSchema } from './core/document-schema.ts';

/** The format of apps, for whoever writes them with other tools. It is the same for everybody and tells of no data. */
@ApiTags('apps')
@Controller('app_schema')
export class AppSchemaController {
  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'JSON Schema (2020-12) of the document of an app' })
  appSchema(): Record<string, unknown> {
    return documentSchema();
  }
}
