import { Module } from '@nestjs/common';
import { FavouritesModule } from '../favourites/favourites.module.ts';
import { languages } from '../languages/languages.ts';
import { DeployPlanner } from './deploy-planner.ts';
import { DeployService } from './deploy.service.ts';
import { ImportGraph } from './import-graph.ts';
import { PackageLocks } from './package-locks.ts';
import { Relocking } from './relocking.ts';
import { LanguagesController } from './languages.controller.ts';
import { ScriptItems } from './script-items.ts';
import { LANGUAGES, ScriptLanguages } from './script-languages.ts';
import { ScriptRenameService } from './script-rename.service.ts';
import { ScriptSources } from './script-sources.ts';
import { ScriptsController } from './scripts.controller.ts';
import { ScriptsRepository } from './scripts.repository.ts';
import { ScriptsService } from './scripts.service.ts';
import { UnsavedCodeReader } from './unsaved-code.ts';

/** Scripts and their versions. `ScriptSources` is what the job engine runs from. */
@Module({
  imports: [FavouritesModule],
  controllers: [ScriptsController, LanguagesController],
  providers: [
    { provide: LANGUAGES, useValue: languages },
    DeployPlanner,
    DeployService,
    ImportGraph,
    PackageLocks,
    Relocking,
    ScriptItems,
    ScriptLanguages,
    ScriptRenameService,
    ScriptSources,
    ScriptsRepository,
    ScriptsService,
    UnsavedCodeReader,
  ],
  exports: [ImportGraph, PackageLocks, ScriptLanguages, ScriptSources, ScriptsRepository, ScriptsService, UnsavedCodeReader],
})
export class ScriptsModule {}
