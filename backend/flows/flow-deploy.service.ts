import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import { requireVersion, type DeployedVersion } from '../items/versioned-items.ts';
import type { FlowEntity } from './flow.entity.ts';
import { FlowItems } from './flow-items.ts';
import { FlowPlanner, type FlowPlan } from './flow-planner.ts';
import type { FlowVersionEntity } from './flow-version.entity.ts';
import type { FlowProblem, PutFlow } from './flows.contract.ts';

/** What a deploy did, and what the check had to say all the same. */
export type DeployedFlow = DeployedVersion<FlowEntity, FlowVersionEntity> & { warnings: FlowProblem[] };

/** Deploys flows. Whatever can fail comes first; then one transaction writes the version and its event. An equal body makes no version. */
@Injectable()
export class FlowDeployService {
  constructor(
    private readonly database: Database,
    private readonly items: FlowItems,
    private readonly planner: FlowPlanner,
  ) {}

  async deploy(auth: Auth, path: string, input: PutFlow): Promise<DeployedFlow> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const before = await this.items.repository.findCurrent(manager, auth.workspaceId, path);
    requireVersion(path, input.if_version, before);
    const plan = await this.planner.plan(auth, path, input, before);
    const { warnings } = plan;
    if (before && isSame(before.version, input, plan)) return { ...before, isNew: false, warnings };
    const deployed = await this.items.deploy(auth, path, before, {
      build: (place) => ({ ...place, ...versionOf(auth, input, plan) }),
      details: { steps: plan.facts.stepCount },
    });
    return { ...deployed, warnings };
  }
}

/** A version as it is written, but for its place. */
export function versionOf(auth: Auth, input: PutFlow, plan: FlowPlan): Omit<NewVersion<FlowVersionEntity>, 'itemId' | 'version'> {
  return {
    id: newId(),
    workspaceId: auth.workspaceId,
    hash: plan.hash,
    value: plan.value,
    schema: input.schema,
    tag: input.tag ?? null,
    code: plan.code,
    summary: input.summary,
    description: input.description,
    stepCount: plan.facts.stepCount,
    stepKinds: [...plan.facts.stepKinds],
    scripts: plan.scripts,
    flows: [...plan.facts.flows],
    message: input.message,
    createdBy: subjectOf(auth),
  };
}

/** Everything but the message and who deploys it. The code counts too: a newer Millrace may read more out of the same source. */
function isSame({ value, schema, tag, code, summary, description }: FlowVersionEntity, input: PutFlow, plan: FlowPlan): boolean {
  const stored = [value, schema, tag, code, summary, description];
  return (
    canonicalJson(stored) === canonicalJson([plan.value, input.schema, input.tag ?? null, plan.code, input.summary, input.description]) &&
    // The order of the fields of a form is part of it, and of nothing else.
    Object.keys((schema as { properties?: object }).properties ?? {}).join() === Object.keys((input.schema['properties'] as object | undefined) ?? {}).join()
  );
}
