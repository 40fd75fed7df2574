import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { currentFlow, flowDefinition, type CurrentFlowRow } from './current-flow.sql.ts';
import type { FlowValue } from './flow.contract.ts';
import type { StepCodes } from './step-code.ts';

/** A version with all that is needed to run it. */
export type RunnableFlow = {
  versionId: string;
  version: number;
  path: string;
  value: FlowValue;
  /** Schema of its input. */
  schema: JsonObject;
  /** Tag of the steps that have none of their own. */
  tag: string | null;
  /** What the deploy found out about the steps that have code of their own, by their ids. */
  code: StepCodes;
  /** Lock of the code of each step, by its id: `code`, narrowed. */
  locks: Readonly<Record<string, string>>;
  hash: string;
};

type DefinitionRow = Pick<RunnableFlow, 'path' | 'version' | 'value' | 'schema' | 'tag' | 'code' | 'hash'> & { id: string; weight: number };

/** Characters of definitions that a process keeps at hand. */
const cachedCharacters = 64_000_000;

/**
 * Gives the flow engine what a flow consists of. Versions never change, so what was loaded once stays in memory; what has to be
 * asked each time is only which version is current, by one indexed statement that can also be part of another one
 * (`currentFlowText`). Access is the caller's question. What it gives is shared: nobody may change it.
 */
@Injectable()
export class FlowSources {
  private readonly cache = new BoundedCache<{ flow: RunnableFlow; weight: number }>(cachedCharacters, ({ weight }) => 1000 + weight);

  constructor(private readonly database: Database) {}

  /** What runs at a path now, or as of a version. One statement when it is cached. */
  async sourceFor(workspaceId: string, path: string, version: number | null): Promise<RunnableFlow> {
    const [row] = await this.database.run<CurrentFlowRow>(currentFlow(workspaceId, path, version));
    if (!row) throw await this.missing(workspaceId, path, version);
    // The path of what is cached may be that before a rename.
    return { ...(await this.sourceOf(row.version_id)), path };
  }

  /** A version by its id, for a run that is bound to it. No statement when it is cached. */
  async sourceOf(versionId: string): Promise<RunnableFlow> {
    const cached = this.cache.get(versionId);
    if (cached) return cached.flow;
    const [row] = await this.database.run<DefinitionRow>(flowDefinition(versionId));
    if (!row) throw new AppError('flow/version_not_found', 'This version of the flow was deleted.', { version_id: versionId });
    const { path, version, value, schema, tag, code, hash, weight } = row;
    const locks = Object.fromEntries(Object.entries(code).map(([step, { lock }]) => [step, lock]));
    const flow = { versionId, version, path, value, schema, tag, code, locks, hash };
    this.cache.set(versionId, { flow, weight });
    return flow;
  }

  private async missing(workspaceId: string, path: string, version: number | null): Promise<AppError> {
    const [current] = version === null ? [] : await this.database.run<CurrentFlowRow>(currentFlow(workspaceId, path, null));
    if (current) return new AppError('flow/version_not_found', `"${path}" has no version ${version}. Its newest is ${current.version}.`, { path, version });
    return new AppError('flow/not_found', `There is no flow at "${path}", or you may not see it.`, { path });
  }
}
