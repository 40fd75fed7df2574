import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { ExportService } from './export.service.ts';
import { ExportQuery, ImportFiles, ImportResult, WorkspaceExport } from './import-export.contract.ts';
import { ImportService } from './import.service.ts';

/** The workspace as files. */
@ApiTags('workspace')
@Controller('w/:workspace')
export class ImportExportController {
  constructor(
    private readonly exports: ExportService,
    private readonly imports: ImportService,
  ) {}

  @Get('export')
  @Requires('workspace:manage')
  @Returns(WorkspaceExport)
  exportWorkspace(@CurrentAuth() auth: Auth, @Query({ schema: ExportQuery }) query: ExportQuery): Promise<WorkspaceExport> {
    return this.exports.export(auth, query);
  }

  @Post('import')
  @HttpCode(200)
  @Requires('workspace:manage')
  @Returns(ImportResult)
  importWorkspace(@CurrentAuth() auth: Auth, @Body({ schema: ImportFiles }) input: ImportFiles): Promise<ImportResult> {
    return this.imports.import(auth, input);
  }
}
