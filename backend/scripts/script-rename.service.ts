import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { notFound, requireAccess } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { moveItemMarks } from '../items/item-marks.sql.ts';
import { requirePlace } from '../items/place.sql.ts';
import { StateEntity } from '../state/state.entity.ts';
import { DeployPlanner, type DeployPlan } from './deploy-planner.ts';
import { ScriptEntity } from './script.entity.ts';
import { ScriptLanguages } from './script-languages.ts';
import type { PutScript, RenameItem, Script, ScriptSettings } from './scripts.contract.ts';
import { ScriptsRepository, type VersionedScript } from './scripts.repository.ts';
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
    private readonly repository: ScriptsRepository,
    private readonly planner: DeployPlanner,
    private readonly languages: ScriptLanguages,
    private readonly scripts: ScriptsService,
    private readonly events: Events,
  ) {}

  async rename(auth: Auth, from: string, { to }: RenameItem): Promise<Script> {
    requireAccess(auth, 'scripts:write', { kind: 'script', path: to });
    const current = await this.repository.findCurrent(this.database.manager, auth.workspaceId, from);
    if (!current) throw notFound({ kind: 'script', path: from });
    if (from !== to) {
      await requirePlace(this.database.manager, auth.workspaceId, to);
      const plan = await this.planAt(auth, current, to);
      await this.database.transaction((transaction) => this.move(transaction, auth, current, to, plan));
    }
    return this.scripts.get(auth, to);
  }

  /** A new version, if the imports of the source mean other scripts at the new path. */
  private async planAt(auth: Auth, { script, version }: VersionedScript, to: string): Promise<{ input: PutScript; plan: DeployPlan } | null> {
    const { scripts } = await this.languages.named(version.language).findImports(version.content, to);
    if ([...new Set(scripts)].sort().join(' ') === version.imports.join(' ')) return null;
    const { language, content, summary, description } = version;
    const input = { language, content, summary, description, settings: version.settings as ScriptSettings, message: `Renamed from ${script.path}` };
    return { input, plan: await this.planner.plan(auth, to, input, { script, version }) };
  }

  private async move(
    transaction: Transaction,
    auth: Auth,
    { script, version }: VersionedScript,
    to: string,
    planned: { input: PutScript; plan: DeployPlan } | null,
  ): Promise<void> {
    const from = script.path;
    const locked = await this.repository.findLive(transaction, auth.workspaceId, from, true);
    if (!locked || locked.currentVersion !== script.currentVersion)
      throw new AppError('item/version_conflict', `"${from}" was changed at the same moment. Look at it, then rename it again.`, {
        path: from,
        current_version: locked?.currentVersion ?? 0,
      });
    if (await this.repository.findLive(transaction, auth.workspaceId, to))
      throw new AppError('path/taken', `There is a script at "${to}" already. Choose another path.`, { path: to });
    await transaction.update(ScriptEntity, { id: script.id }, { path: to, updatedAt: () => 'now()' });
    if (planned) {
      const { plan } = planned;
      const { createdAt: _createdAt, ...rest } = version;
      const next = script.currentVersion + 1;
      await this.repository.insertVersion(transaction, {
        ...rest,
        id: newId(),
        version: next,
        hash: plan.hash,
        lock: plan.lock,
        imports: plan.imports,
        message: planned.input.message,
        createdBy: subjectOf(auth),
      });
      await this.repository.setCurrent(transaction, script.id, next);
    }
    await moveItemMarks(transaction, auth.workspaceId, 'script', from, to);
    await transaction.delete(StateEntity, { workspaceId: auth.workspaceId, path: to });
    await transaction.update(StateEntity, { workspaceId: auth.workspaceId, path: from }, { path: to });
    await this.events.record(transaction, auth, { action: 'script.renamed', objectKind: 'script', objectPath: to, details: { from, to } });
  }
}
