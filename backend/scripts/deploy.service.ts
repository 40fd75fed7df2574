import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import { requireVersion, type DeployedVersion } from '../items/versioned-items.ts';
import { DeployPlanner, type DeployPlan } from './deploy-planner.ts';
import { Relocking } from './relocking.ts';
import type { ScriptEntity } from './script.entity.ts';
import { ScriptItems } from './script-items.ts';
import type { ScriptVersionEntity } from './script-version.entity.ts';
import type { PutScript } from './scripts.contract.ts';

/** What a deploy did. */
export type Deployed = DeployedVersion<ScriptEntity, ScriptVersionEntity>;

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
    private readonly items: ScriptItems,
    private readonly planner: DeployPlanner,
    private readonly relocking: Relocking,
  ) {}

  async deploy(auth: Auth, path: string, input: PutScript, options: DeployOptions = {}): Promise<Deployed> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const before = await this.items.repository.findCurrent(manager, auth.workspaceId, path);
    requireVersion(path, input.if_version, before);
    const plan = await this.planner.plan(auth, path, input, before, options.lock ?? null);
    if (before && isSame(before.version, input, plan)) return { ...before, isNew: false };
    const relocks = await this.relocking.plan(auth, { path, language: input.language, content: input.content, scripts: plan.imports });
    return this.items.deploy(auth, path, before, {
      build: (place) => ({ ...place, ...versionOf(auth, input, plan) }),
      labels: { language: input.language },
      details: { relocked: relocks.length },
      also: (transaction) => this.relocking.apply(transaction, auth, relocks, path),
    });
  }
}

function versionOf(auth: Auth, input: PutScript, plan: DeployPlan): Omit<NewVersion<ScriptVersionEntity>, 'itemId' | 'version'> {
  const { language, content, summary, settings, message } = input;
  return {
    id: newId(),
    workspaceId: auth.workspaceId,
    hash: plan.hash,
    language,
    content,
    schema: plan.signature.schema,
    hasMain: plan.signature.hasMain,
    isWorkflow: plan.signature.isWorkflow ?? false,
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
