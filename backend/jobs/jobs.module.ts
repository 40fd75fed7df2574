import { Global, Module } from '@nestjs/common';
import { FavouritesModule } from '../favourites/favourites.module.ts';
import { DEPENDENCY_RESOLVER } from '../scripts/dependency-resolver.ts';
import { ScriptsModule } from '../scripts/scripts.module.ts';
import { DependencyJobs } from './dependency-jobs.ts';
import { JobKinds } from './job-kinds.ts';
import { JobResults } from './job-results.ts';
import { JobStream } from './job-stream.ts';
import { JobWaiter } from './job-waiter.ts';
import { JobsController } from './jobs.controller.ts';
import { JobsService } from './jobs.service.ts';
import { QueueGuard } from './queue-guard.ts';
import { ResultCache } from './result-cache.ts';
import { RunController } from './run.controller.ts';
import { RunService } from './run.service.ts';
import { SecretArguments } from './secret-arguments.ts';

/** Jobs: make them, wait for them, look at them. Global, since scripts resolve their imports through a job (a port that they declare). */
@Global()
@Module({
  imports: [FavouritesModule, ScriptsModule],
  // The run routes first: `jobs/:id` must not catch them.
  controllers: [RunController, JobsController],
  providers: [DependencyJobs, { provide: DEPENDENCY_RESOLVER, useExisting: DependencyJobs }, JobKinds, JobResults, JobStream, JobWaiter, JobsService, QueueGuard, ResultCache, RunService, SecretArguments],
  exports: [DEPENDENCY_RESOLVER, JobKinds, JobResults, JobStream, JobWaiter, JobsService, ResultCache, RunService, SecretArguments],
})
export class JobsModule {}
