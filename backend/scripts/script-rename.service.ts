import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { requireAccess } from '../access/access.guard.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import { DeployPlanner } from './deploy-planner.ts';
import { ScriptItems } from './script-items.ts';
import { ScriptLanguages } from './script-languages.ts';
import type { ScriptVersionEntity } from './script-version.entity.ts';
import type { RenameItem, Script, ScriptSettings } from './scripts.contract.ts';
import type { VersionedScript } from './scripts.repository.ts';
import { ScriptsService } from './scripts.service.ts';

/**
 * Moves a script to another path, with its versions, grants, stars, drafts and state. What refers to the old path is not
 * rewritten: `GET /script_references` tells what that is, for a warning before. A script whose own relative imports mean
 * something else at the new path is deployed anew there, and refused when they do not exist.
 */
@Injectable()
export class ScriptRenameService {
  constructor(
    private readonly database: Database,
    private readonly items: ScriptItems,
    private readonly planner: DeployPlanner,
    private readonly languages: ScriptLanguages,
    private readonly scripts: ScriptsService,
  ) {}

  async rename(auth: Auth, from: string, { to }: RenameItem): Promise<Script> {
    requireAccess(auth, 'scripts:write', { kind: 'script', path: to });
    const current = await this.items.find(auth, from);
    if (from !== to) {
      await requirePlace(this.database.manager, auth.workspaceId, to);
      await this.items.move(auth, current, to, await this.versionAt(auth, current, to));
    }
    return this.scripts.get(auth, to);
  }

  /** A new version, if the imports of the source mean other scripts at the new path. */
  private async versionAt(auth: Auth, current: VersionedScript, to: string): Promise<NewVersion<ScriptVersionEntity> | null> {
    const { item, version } = current;
    const { scripts } = await this.languages.named(version.language).findImports(version.content, to);
    if ([...new Set(scripts)].sort().join(' ') === version.imports.join(' ')) return null;
    const { language, content, summary, description } = version;
    const message = `Renamed from ${item.path}`;
    const input = { language, content, summary, description, settings: version.settings as ScriptSettings, message };
    const { hash, lock, imports } = await this.planner.plan(auth, to, input, current);
    const { createdAt: _createdAt, ...rest } = version;
    return { ...rest, id: newId(), version: version.version + 1, hash, lock, imports, message, createdBy: subjectOf(auth) };
  }
}
