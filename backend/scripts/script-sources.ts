import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { BoundedCache } from '../common/bounded-cache.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { LanguageName, Source } from '../languages/language.ts';
import { sourceHash } from './core/source-hash.ts';
import { currentScript, importedVersions, type CurrentScriptRow } from './current-script.sql.ts';
import { importNotFound } from './import-graph.ts';
import type { ScriptSettings } from './scripts.contract.ts';
import { versionSources, type VersionSourceRow } from './version-sources.sql.ts';

/** A version with all that is needed to run it. */
export type RunnableScript = {
  versionId: string;
  version: number;
  path: string;
  language: LanguageName;
  /** A script without an entrypoint is a library: it can be imported but not run. */
  hasMain: boolean;
  /** `main` is a workflow: its steps are recorded, and it waits without a process. */
  isWorkflow: boolean;
  schema: JsonObject;
  settings: ScriptSettings;
  source: Source;
  /** Of the source with its lock and the current versions of its imports: see `sourceHash`. */
  hash: string;
};

/** Characters of source and lock that a process keeps at hand. */
const cachedCharacters = 64_000_000;

/**
 * Gives the job engine what a script runs. Versions never change, so what was loaded once stays in memory; what has to be
 * asked each time is only which version is current, by one indexed statement that can also be part of another one
 * (`currentScriptText`). Access is the caller's question.
 */
@Injectable()
export class ScriptSources {
  private readonly cache = new BoundedCache<RunnableScript>(cachedCharacters, weightOf);

  constructor(private readonly database: Database) {}

  /** What runs at a path now, or as of a version. One statement when it is cached. */
  async sourceFor(workspaceId: string, path: string, version: number | null): Promise<RunnableScript> {
    const [row] = await this.database.run<CurrentScriptRow>(currentScript(workspaceId, path, version));
    if (!row) throw await this.missing(workspaceId, path, version);
    return { ...(await this.sourceOfCurrent(row)), path };
  }

  /** What a version runs, for a worker that holds its id. No statement for a cached version without imports. */
  async sourceOf(versionId: string): Promise<RunnableScript> {
    const cached = this.cache.get(keyOf({ version_id: versionId, imported_version_ids: [] }));
    if (cached) return cached;
    const [row] = await this.database.run<CurrentScriptRow>(importedVersions(versionId));
    if (!row) throw new AppError('script/version_not_found', 'This version of the script was deleted.', { version_id: versionId });
    return this.sourceOfCurrent(row);
  }

  /** The same for a row that another statement brought along. */
  async sourceOfCurrent(row: Pick<CurrentScriptRow, 'version_id' | 'imported_version_ids'>): Promise<RunnableScript> {
    const key = keyOf(row);
    const cached = this.cache.get(key);
    if (cached) return cached;
    const loaded = await this.load(row);
    this.cache.set(key, loaded);
    return loaded;
  }

  private async load({
    version_id: versionId,
    imported_version_ids: importedIds,
  }: Pick<CurrentScriptRow, 'version_id' | 'imported_version_ids'>): Promise<RunnableScript> {
    const rows = await this.database.run<VersionSourceRow>(versionSources([versionId, ...importedIds]));
    const entry = rows.find((row) => row.id === versionId);
    if (!entry) throw new AppError('script/version_not_found', 'This version of the script was deleted.', { version_id: versionId });
    const imported = rows.filter((row) => row.id !== versionId);
    const present = new Set(rows.map((row) => row.path));
    for (const row of rows) for (const path of row.imports) if (!present.has(path)) throw importNotFound(row.path, path);
    const source: Source = {
      path: entry.path,
      content: entry.content,
      lock: entry.lock,
      imported: imported.map(({ path, language, content }) => ({ path, language, content })),
    };
    const { version, path, language, has_main: hasMain, is_workflow: isWorkflow, schema, settings } = entry;
    return { versionId, version, path, language, hasMain, isWorkflow, schema, settings, source, hash: sourceHash(language, source) };
  }

  private async missing(workspaceId: string, path: string, version: number | null): Promise<AppError> {
    const [current] = version === null ? [] : await this.database.run<CurrentScriptRow>(currentScript(workspaceId, path, null));
    if (current) return new AppError('script/version_not_found', `"${path}" has no version ${version}. Its newest is ${current.version}.`, { path, version });
    return new AppError('script/not_found', `There is no script at "${path}", or you may not see it.`, { path });
  }
}

const keyOf = (row: Pick<CurrentScriptRow, 'version_id' | 'imported_version_ids'>): string => [row.version_id, ...row.imported_version_ids].join(' ');

function weightOf({ source }: RunnableScript): number {
  return 1000 + source.content.length + (source.lock?.length ?? 0) + source.imported.reduce((sum, { content }) => sum + content.length, 0);
}
