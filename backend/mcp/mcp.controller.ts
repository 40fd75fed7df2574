import { Controller, Delete, Get, HttpCode, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import type { MillraceRequest } from '../common/request.ts';
import { ReturnsNothing } from '../common/returns.ts';
import { McpErrorFilter } from './mcp-error.filter.ts';
import { McpService } from './mcp.service.ts';

/** The workspace as an MCP server: streamable HTTP. */
@ApiTags('mcp')
@UseFilters(McpErrorFilter)
@Controller('w/:workspace/mcp')
export class McpController {
  constructor(private readonly mcp: McpService) {}

  @Post()
  @Requires('mcp:use')
  @ApiBody({ type: Object })
  @ApiOperation({ summary: 'Messages of an MCP client; answers JSON or a stream of events' })
  sendMcpMessage(@CurrentAuth() auth: Auth, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.mcp.post(auth, request, response);
  }

  @Get()
  @Requires('mcp:use')
  @ApiOperation({ summary: 'Stream of notices for an MCP client' })
  listenToMcp(@CurrentAuth() auth: Auth, @Req() request: MillraceRequest, @Res() response: Response) {
    return this.mcp.listen(auth, request, response);
  }

  @Delete()
  @HttpCode(204)
  @Requires('mcp:use')
  @ReturnsNothing()
  @ApiOperation({ summary: 'End the session of an MCP client' })
  endMcpSession(@CurrentAuth() auth: Auth, @Req() request: MillraceRequest) {
    return this.mcp.end(auth, request);
  }
}
