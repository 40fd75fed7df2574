import { Injectable } from '@nestjs/common';
import type { Auth, ItemKind } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import type { RunOptions } from '../jobs/run.service.ts';

/** Kinds of runnables that can be tools. */
export type McpToolKindName = Extract<ItemKind, 'script' | 'flow' | 'agent'>;

/** A kind of runnable as tools. Its tables are those of a versioned item: `<kind>` and `<kind>_version`. */
export type McpToolKind = {
  kind: McpToolKindName;
  /** SQL over a version `v`: whether it can be run at all. */
  isRunnable?: string;
  /** SQL over a version `v`: whether it promises to change nothing. */
  isReadOnly?: string;
  /** JSON Schemas of the results of runnables that `auth` may run, by path; absent where nothing is known of any. */
  outputs?(auth: Auth, paths: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /**
   * Makes the job; gives its id. `announce` is told the id before the job is written, and holds it back until it has settled: so that whoever cancels
   * finds it.
   */
  start(auth: Auth, path: string, args: JsonObject, options: RunOptions, announce: (jobId: string) => Promise<void>): Promise<string>;
};

/** Where domains say how their runnables become tools of the MCP server. Register in `onModuleInit`. */
@Injectable()
export class McpTools {
  private readonly known = new Map<McpToolKindName, McpToolKind>();

  add(kind: McpToolKind): void {
    if (this.known.has(kind.kind)) throw new Error(`Tools of the kind ${kind.kind} are registered twice`);
    this.known.set(kind.kind, kind);
  }

  /** All kinds, in the order of their names. */
  get kinds(): McpToolKind[] {
    return [...this.known.values()].sort((one, other) => (one.kind < other.kind ? -1 : 1));
  }

  get(kind: string): McpToolKind | undefined {
    return this.known.get(kind as McpToolKindName);
  }
}
