import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { DraftEntity } from '../drafts/draft.entity.ts';
import { Events } from '../events/events.service.ts';
import { requirePlace } from '../items/place.sql.ts';
import { DeployPlanner, type DeployPlan } from './deploy-planner.ts';
import { Relocking, type Relock } from './relocking.ts';
import type { ScriptVersionEntity } from './script-version.entity.ts';
import type { PutScript } from './scripts.contract.ts';
import { ScriptsRepository, type VersionedScript } from './scripts.repository.ts';

/** What a deploy did. `isNew`: there was nothing at this path before. */
export type Deployed = VersionedScript & { isNew: boolean };

/** What an import knows that the body of a deploy does not. */
export type DeployOptions = {
  /** Text of a lock file that lies beside the source; trusted as it is. */
  lock?: string | null;
};

/**
 * Deploys scripts. Everything slow and everything that can fail (parsing, imports, resolving packages, the locks of importers)
 * comes first; then one transaction writes the version, the versions of re-locked importers, and the events. A deploy that
 * fails changes nothing, and an equal body makes no version.
 */
@Injectable()
export class DeployService {
  constructor(
    private readonly database: Database,
    private readonly repository: ScriptsRepository,
    private readonly planner: DeployPlanner,
    private readonly relocking: Relocking,
    private readonly events: Events,
  ) {}

  async deploy(auth: Auth, path: string, input: PutScript, options: DeployOptions = {}): Promise<Deployed> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const before = await this.repository.findCurrent(manager, auth.workspaceId, path);
    requireVersion(path, input.if_version, before);
    const plan = await this.planner.plan(auth, path, input, before, options.lock ?? null);
    if (before && isSame(before.version, input, plan)) return { ...before, isNew: false };
    const relocks = await this.relocking.plan(auth, { path, language: input.language, content: input.content, scripts: plan.imports });
    try {
      return await this.database.transaction((transaction) => this.write(transaction, auth, path, input, plan, before, relocks));
    } catch (error) {
      // Two deploys that both make the script: the unique index lets one of them through.
      if (isUniqueViolation(error)) throw conflict(path, await this.repository.findCurrent(manager, auth.workspaceId, path));
      throw error;
    }
  }

  private async write(
    transaction: Transaction,
    auth: Auth,
    path: string,
    input: PutScript,
    plan: DeployPlan,
    before: VersionedScript | null,
    relocks: readonly Relock[],
  ): Promise<Deployed> {
    const live = await this.repository.findLive(transaction, auth.workspaceId, path, true);
    if ((live?.currentVersion ?? 0) !== (before?.script.currentVersion ?? 0))
      throw conflict(path, await this.repository.findCurrent(transaction, auth.workspaceId, path));
    const archived = live ? null : await this.repository.findArchived(transaction, auth.workspaceId, path);
    const script = live ?? archived;
    const scriptId = script?.id ?? newId();
    const number = await this.nextVersion(transaction, script?.id ?? null);
    if (!script)
      await this.repository.insert(transaction, { id: scriptId, workspaceId: auth.workspaceId, path, currentVersion: number, createdBy: subjectOf(auth) });
    await this.repository.insertVersion(transaction, versionOf(auth, scriptId, number, input, plan));
    await this.repository.setCurrent(transaction, scriptId, number);
    await this.relocking.apply(transaction, auth, relocks, path);
    await transaction.delete(DraftEntity, { workspaceId: auth.workspaceId, userId: auth.userId, kind: 'script', path });
    await this.events.record(transaction, auth, {
      action: 'script.deployed',
      objectKind: 'script',
      objectPath: path,
      labels: { language: input.language },
      details: { version: number, hash: plan.hash, message: input.message, is_new: !script, was_archived: archived !== null, relocked: relocks.length },
    });
    const saved = await this.repository.findCurrent(transaction, auth.workspaceId, path);
    if (!saved) throw new AppError('internal', 'The version that was just written is not there.');
    return { ...saved, isNew: live === null };
  }

  /** Counts on from the highest number, so that a script that comes back from the archive keeps its history. */
  private async nextVersion(transaction: Transaction, scriptId: string | null): Promise<number> {
    if (scriptId === null) return 1;
    const [newest] = await this.repository.listVersions(transaction, scriptId, null, 1);
    return (newest?.version ?? 0) + 1;
  }
}

function versionOf(auth: Auth, scriptId: string, version: number, input: PutScript, plan: DeployPlan): Omit<ScriptVersionEntity, 'createdAt'> {
  const { language, content, summary, settings, message } = input;
  return {
    id: newId(),
    scriptId,
    workspaceId: auth.workspaceId,
    version,
    hash: plan.hash,
    language,
    content,
    schema: plan.signature.schema,
    hasMain: plan.signature.hasMain,
    lock: plan.lock,
    summary,
    description: plan.description,
    settings,
    imports: plan.imports,
    message,
    createdBy: subjectOf(auth),
  };
}

/** Everything but the message and who deploys it. The schema counts too: a newer Millrace may read more out of the same source. */
function isSame(version: ScriptVersionEntity, input: PutScript, plan: DeployPlan): boolean {
  const stored = [version.language, version.content, version.summary, version.description, version.settings, version.lock, version.schema, version.imports];
  return (
    canonicalJson(stored) ===
    canonicalJson([input.language, input.content, input.summary, plan.description, input.settings, plan.lock, plan.signature.schema, plan.imports])
  );
}

function requireVersion(path: string, expected: number | undefined, before: VersionedScript | null): void {
  if (expected !== undefined && expected !== (before?.script.currentVersion ?? 0)) throw conflict(path, before);
}

function conflict(path: string, current: VersionedScript | null): AppError {
  const now = current ? `it is at version ${current.version.version}, by ${current.version.createdBy}` : 'it is not there any more';
  return new AppError('item/version_conflict', `"${path}" was changed since you began: ${now}. Look at what changed, then deploy on top of it.`, {
    path,
    current_version: current?.script.currentVersion ?? 0,
  });
}
