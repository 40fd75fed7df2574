import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns } from '../common/returns.ts';
import { EventExportQuery, EventQuery, EventRow } from './audit.contract.ts';
import { Audit } from './audit.service.ts';

@ApiTags('events')
@Controller('w/:workspace')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get('events') @Requires('audit:read') @Returns(pageOf(EventRow))
  listEvents(@CurrentAuth() auth: Auth, @Query({ schema: EventQuery }) query: EventQuery): Promise<Page<EventRow>> {
    return this.audit.list(auth, query);
  }

  @Get('events_export') @Requires('audit:read')
  async exportEvents(@CurrentAuth() auth: Auth, @Query({ schema: EventExportQuery }) { format, ...filter }: EventExportQuery): Promise<StreamableFile> {
    const text = await this.audit.export(auth, filter, format);
    return new StreamableFile(Readable.from(text, { objectMode: false }), {
      type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      disposition: `attachment; filename="${auth.workspaceId}-events.${format}"`,
    });
  }
}
