import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import { requireVersion, type DeployedVersion } from '../items/versioned-items.ts';
import type { AppDocument } from './app.contract.ts';
import type { AppEntity } from './app.entity.ts';
import { AppItems } from './app-items.ts';
import { AppRunnables } from './app-runnables.ts';
import type { AppVersionEntity } from './app-version.entity.ts';
import type { AppProblem, PutApp } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import { canonicalDocument } from './core/canonical.ts';
import { checkApp } from './core/check.ts';
import { pathsRun, withLocks } from './core/inline-code.ts';
import { paramSchema } from './core/page-params.ts';
import { derivePolicy, type PolicyEntry } from './core/policy.ts';
import { requireSize } from './document-size.ts';
import { InlineCode } from './inline-code.ts';

/** What a release of a document would be. */
export type ReleasePlan = { document: AppDocument; policy: PolicyEntry[]; problems: AppProblem[] };

/** Releases apps. Whatever can fail comes first; then one transaction writes the release and its event. An equal body makes no release. */
@Injectable()
export class AppReleasesService {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly runnables: AppRunnables,
    private readonly code: InlineCode,
    private readonly events: Events,
  ) {}

  /** What would be released, and what there is to say about it. The policy is derived here, and nowhere taken from a caller. */
  async plan(auth: Auth, path: string, given: AppDocument): Promise<ReleasePlan> {
    const document = canonicalDocument(given);
    const world = await this.runnables.worldOf(auth, path, document);
    return { document, policy: derivePolicy(document, world.runnable, world.catalog), problems: checkApp(document, world) };
  }

  async release(
    auth: Auth,
    path: string,
    input: PutApp,
    also?: (transaction: Transaction) => Promise<void>,
  ): Promise<DeployedVersion<AppEntity, AppVersionEntity>> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const before = await this.items.repository.findCurrent(manager, auth.workspaceId, path);
    requireVersion(path, input.if_version, before);
    requireSize(path, input.document);
    const plan = await this.locked(auth, path, input.message, before, await this.plan(auth, path, input.document));
    if (before && isSame(before.version, input, plan)) return { ...before, isNew: false };
    return this.items.deploy(auth, path, before, {
      build: (place) => ({ ...place, ...versionOf(auth, input, plan) }),
      details: { actions: plan.policy.filter(({ pages }) => pages.length > 0).length, ...codeDetails(plan.policy) },
      ...(also ? { also } : {}),
    });
  }

  /** A plan that may be released: its code has the locks of its packages, which takes a while where they are resolved. Throws what is against it. */
  private async locked(auth: Auth, path: string, message: string, before: VersionedApp | null, plan: ReleasePlan): Promise<ReleasePlan> {
    refuse(path, plan.problems);
    const locked = await this.code.lock(auth, plan.document, plan.policy, message, before);
    refuse(
      path,
      locked.flatMap(({ problem }) => problem ?? []),
    );
    const locks = new Map(locked.map(({ action, lock }) => [action, lock]));
    const policy = plan.policy.map((entry) => (entry.code ? { ...entry, code: { ...entry.code, lock: locks.get(entry.action) ?? '' } } : entry));
    return { ...plan, document: withLocks(plan.document, {}), policy };
  }

  /** Makes an earlier release the live one. What it may run is what it was released with. */
  async rollBack(auth: Auth, path: string, version: number): Promise<VersionedApp> {
    const { item } = await this.items.find(auth, path, version);
    await this.database.transaction(async (transaction) => {
      const locked = await this.items.repository.findLive(transaction, auth.workspaceId, path, true);
      if (!locked) throw await this.items.missing(auth, path);
      await this.items.repository.setCurrent(transaction, item.id, version);
      await this.events.record(transaction, auth, {
        action: 'app.rolled_back',
        objectKind: 'app',
        objectPath: path,
        details: { version, from: locked.currentVersion },
      });
    });
    return this.items.find(auth, path);
  }
}

/** Errors keep an app from being released; the working copy may have them. */
function refuse(path: string, problems: readonly AppProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first)
    throw new AppError(
      'app/invalid',
      `"${path}" cannot be released: ${first.part.id}: ${first.message}${errors.length > 1 ? ` And ${errors.length - 1} more.` : ''}`,
      { path, problems },
    );
}

/** For the record: which code was released, by its hash. */
function codeDetails(policy: readonly PolicyEntry[]): { code?: Record<string, string> } {
  const code = policy.flatMap((entry) => (entry.code ? [[entry.action, `${entry.code.language}@${entry.code.hash}`]] : []));
  return code.length === 0 ? {} : { code: Object.fromEntries(code) };
}

function versionOf(auth: Auth, input: PutApp, { document, policy }: ReleasePlan): Omit<NewVersion<AppVersionEntity>, 'itemId' | 'version'> {
  const imported = policy.flatMap(({ code }) => code?.imports ?? []);
  const sorted = (paths: string[]): string[] => [...new Set(paths)].sort();
  return {
    id: newId(),
    workspaceId: auth.workspaceId,
    hash: sha256(canonicalJson([document, policy, input.summary, input.description])),
    document,
    policy,
    schema: { type: 'object', properties: Object.fromEntries((document.pages[0]?.params ?? []).map((parameter) => [parameter.id, paramSchema(parameter)])) },
    authorId: auth.userId,
    pageCount: document.pages.length,
    scripts: sorted([...pathsRun(document, 'script'), ...imported]),
    flows: sorted(pathsRun(document, 'flow')),
    summary: input.summary,
    description: input.description,
    message: input.message,
    createdBy: subjectOf(auth),
  };
}

/** A newer version of what an action runs makes a release a different one. */
const isSame = ({ document, policy, summary, description }: AppVersionEntity, input: PutApp, plan: ReleasePlan): boolean =>
  canonicalJson([document, policy, summary, description]) === canonicalJson([plan.document, plan.policy, input.summary, input.description]);
