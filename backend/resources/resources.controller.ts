import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, PathParam, Requires } from '../access/requires.ts';
import { JsonObject } from '../common/json.ts';
import { pageOf, type Page } from '../common/page.ts';
import { Returns, ReturnsNothing } from '../common/returns.ts';
import { ConnectionTestService } from './connection-test.service.ts';
import { ResourceTypesService } from './resource-types.service.ts';
import { PutResource, PutResourceType, Resource, ResourceQuery, ResourceRow, ResourceType, TestConnection, TestResult } from './resources.contract.ts';
import { ResourcesService } from './resources.service.ts';

const resource = { kind: 'resource' } as const;

/** Connections and their types. */
@ApiTags('resources')
@Controller('w/:workspace')
export class ResourcesController {
  constructor(private readonly resources: ResourcesService, private readonly types: ResourceTypesService, private readonly tests: ConnectionTestService) {}

  @Get('resource_types')
  @Requires('resources:read')
  @Returns(z.object({ items: z.array(ResourceType) }))
  listResourceTypes(@CurrentAuth() auth: Auth): Promise<{ items: ResourceType[] }> {
    return this.types.list(auth);
  }

  @Put('resource_types/:name')
  @Requires('workspace:manage')
  @Returns(ResourceType)
  putResourceType(@CurrentAuth() auth: Auth, @Param('name') name: string, @Body({ schema: PutResourceType }) input: PutResourceType): Promise<ResourceType> {
    return this.types.put(auth, name, input);
  }

  @Delete('resource_types/:name')
  @HttpCode(204)
  @Requires('workspace:manage')
  @ReturnsNothing()
  deleteResourceType(@CurrentAuth() auth: Auth, @Param('name') name: string): Promise<void> {
    return this.types.delete(auth, name);
  }

  @Get('resources')
  @Requires('resources:read')
  @Returns(pageOf(ResourceRow))
  listResources(@CurrentAuth() auth: Auth, @Query({ schema: ResourceQuery }) query: ResourceQuery): Promise<Page<ResourceRow>> {
    return this.resources.list(auth, query);
  }

  @Get('resources/*path')
  @Requires('resources:read', resource)
  @Returns(Resource)
  getResource(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<Resource> {
    return this.resources.get(auth, path);
  }

  @Put('resources/*path')
  @Requires('resources:write', resource)
  @Returns(Resource)
  async putResource(@CurrentAuth() auth: Auth, @PathParam() path: string, @Body({ schema: PutResource }) input: PutResource, @Res({ passthrough: true }) response: Response): Promise<Resource> {
    const { resource: saved, isNew } = await this.resources.put(auth, path, input);
    response.status(isNew ? 201 : 200);
    return saved;
  }

  @Delete('resources/*path')
  @HttpCode(204)
  @Requires('resources:write', resource)
  @ReturnsNothing()
  deleteResource(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<void> {
    return this.resources.delete(auth, path);
  }

  @Get('resources_value/*path')
  @Requires('resources:read', resource)
  @Returns(JsonObject)
  getResourceValue(@CurrentAuth() auth: Auth, @PathParam() path: string): Promise<JsonObject> {
    return this.resources.value(auth, path);
  }

  @Post('resource_test')
  @HttpCode(200)
  @Requires('resources:write')
  @Returns(TestResult)
  testConnection(@CurrentAuth() auth: Auth, @Body({ schema: TestConnection }) input: TestConnection): Promise<TestResult> {
    return this.tests.test(auth, input);
  }
}
