import { Module } from '@nestjs/common';
import { VariablesModule } from '../variables/variables.module.ts';
import { ArgumentResolver } from './argument-resolver.ts';
import { ConnectionTestService } from './connection-test.service.ts';
import { ConnectionTesters } from './connection-testers.ts';
import { ReferenceResolver } from './reference-resolver.ts';
import { ResourceReader } from './resource-reader.ts';
import { ResourceSecrets } from './resource-secrets.ts';
import { ResourceTypesService } from './resource-types.service.ts';
import { ResourcesController } from './resources.controller.ts';
import { ResourcesService } from './resources.service.ts';

/** Connections. `ArgumentResolver` is what the job engine calls when a job starts. */
@Module({
  imports: [VariablesModule],
  controllers: [ResourcesController],
  providers: [ArgumentResolver, ConnectionTesters, ConnectionTestService, ReferenceResolver, ResourceReader, ResourceSecrets, ResourceTypesService, ResourcesService],
  exports: [ArgumentResolver, ConnectionTesters, ReferenceResolver, ResourceSecrets, ResourceTypesService, ResourcesService],
})
export class ResourcesModule {}
