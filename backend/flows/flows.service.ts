import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { requireAccess } from '../access/access.guard.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { toPage, type Page, type PageQuery } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { FavouritesService } from '../favourites/favourites.service.ts';
import { itemReferences, type ReferenceRow } from '../items/item-references.sql.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { VersionRow, VersionedItemQuery } from '../items/versioned-item.contract.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import type { References, RenameItem } from '../scripts/scripts.contract.ts';
import { FlowChecker } from './flow-checker.ts';
import { FlowDeployService, versionOf } from './flow-deploy.service.ts';
import { FlowItems } from './flow-items.ts';
import { FlowPlanner } from './flow-planner.ts';
import { toFlow, toFlowRow } from './flow-view.ts';
import type { FlowVersionEntity } from './flow-version.entity.ts';
import type { FlowValue } from './flow.contract.ts';
import type { CheckFlow, Flow, FlowCheck, FlowRow, PutFlow } from './flows.contract.ts';
import type { VersionedFlow } from './flows.repository.ts';
import { listFlows, type FlowListRow } from './list-flows.sql.ts';
import type { JsonObject } from '../common/json.ts';

/** What people do with flows besides running them. The guard has checked the path of the route. */
@Injectable()
export class FlowsService {
  constructor(
    private readonly database: Database,
    private readonly items: FlowItems,
    private readonly deploys: FlowDeployService,
    private readonly planner: FlowPlanner,
    private readonly checker: FlowChecker,
    private readonly favourites: FavouritesService,
  ) {}

  async list(auth: Auth, query: VersionedItemQuery): Promise<Page<FlowRow>> {
    const rows = await this.database.run<FlowListRow>(listFlows(auth, query));
    return toPage(
      rows,
      query.limit,
      (row) => toFlowRow(auth, row),
      (row) => [row.sort_key, row.id],
    );
  }

  async get(auth: Auth, path: string, version?: number): Promise<Flow> {
    const found = await this.items.find(auth, path, version);
    if (version === undefined) await this.favourites.touch(auth, 'flow', path);
    return this.view(auth, found);
  }

  /** Number of the current version; `null` where no live flow is. */
  currentVersion(auth: Auth, path: string): Promise<number | null> {
    return this.items.currentVersion(auth, path);
  }

  /** Deploys a version; `isNew` tells 201 from 200. */
  async put(auth: Auth, path: string, input: PutFlow): Promise<{ flow: Flow; isNew: boolean }> {
    const { isNew, warnings, ...deployed } = await this.deploys.deploy(auth, path, input);
    return { flow: { ...(await this.view(auth, deployed)), warnings }, isNew };
  }

  /** What a deploy would say, and what goes in and out of each step. */
  async check(auth: Auth, input: CheckFlow): Promise<FlowCheck> {
    const { problems, inputs, outputs } = await this.checker.check(auth, input);
    return { problems, inputs, outputs };
  }

  versions(auth: Auth, path: string, query: PageQuery): Promise<Page<VersionRow>> {
    return this.items.versions(auth, path, query, (facts) => facts);
  }

  async references(auth: Auth, path: string): Promise<References> {
    return { items: await this.database.run<ReferenceRow>(itemReferences(auth, 'flow', path)) };
  }

  archive(auth: Auth, path: string): Promise<void> {
    return this.items.archive(auth, path);
  }

  async restore(auth: Auth, path: string): Promise<Flow> {
    return this.view(auth, await this.items.unarchive(auth, path));
  }

  purge(auth: Auth, path: string): Promise<void> {
    return this.items.purge(auth, path);
  }

  /**
   * Moves a flow with its versions, grants, stars, drafts and schedules. A flow whose code imports other scripts from the new path
   * is deployed anew there, and refused when they do not exist.
   */
  async rename(auth: Auth, from: string, { to }: RenameItem): Promise<Flow> {
    requireAccess(auth, 'flows:write', { kind: 'flow', path: to });
    const current = await this.items.find(auth, from);
    if (from !== to) {
      await requirePlace(this.database.manager, auth.workspaceId, to);
      await this.items.move(auth, current, to, await this.versionAt(auth, current, to));
    }
    return this.get(auth, to);
  }

  private async versionAt(auth: Auth, current: VersionedFlow, to: string): Promise<NewVersion<FlowVersionEntity> | null> {
    const { item, version } = current;
    if (!Object.values(version.code).some(({ imports }) => imports.length > 0)) return null;
    const { summary, description, tag } = version;
    const input = {
      summary,
      description,
      schema: version.schema as JsonObject,
      value: version.value as FlowValue,
      message: `Renamed from ${item.path}`,
      ...(tag === null ? {} : { tag }),
    };
    const plan = await this.planner.plan(auth, to, input, current);
    if (canonicalJson(importsOf(plan.code)) === canonicalJson(importsOf(version.code))) return null;
    return { ...versionOf(auth, input, plan), itemId: item.id, version: version.version + 1, createdBy: subjectOf(auth) };
  }

  private async view(auth: Auth, found: VersionedFlow): Promise<Flow> {
    return toFlow(auth, found, await this.favourites.isFavourite(auth, 'flow', found.item.path));
  }
}

const importsOf = (code: FlowVersionEntity['code']): Record<string, string[]> =>
  Object.fromEntries(Object.entries(code).map(([step, { imports }]) => [step, imports]));
