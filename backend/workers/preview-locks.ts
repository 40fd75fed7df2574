import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Language, Source, Toolchain } from '../languages/language.ts';
import { packageSetKey } from '../scripts/core/source-hash.ts';

/** A lock younger than this serves previews with the same imports. In hours, as for deploys. */
const cacheHours = 24;

/** Locks for code that was not deployed: while someone types, the same imports come again and again. */
@Injectable()
export class PreviewLocks {
  constructor(private readonly database: Database) {}

  /** The lock of a source; resolved here, on the worker, unless equal imports were resolved lately. */
  async lockOf(language: Language, source: Source, toolchain: Toolchain): Promise<string> {
    const sources = [{ path: source.path, content: source.content }, ...source.imported];
    const found = await Promise.all(sources.map(({ content, path }) => language.findImports(content, path)));
    const specifiers = [...new Set(found.flatMap(({ packages }) => packages.map(({ specifier }) => specifier)))];
    if (specifiers.length === 0) return '';
    const key = packageSetKey(language.name, specifiers);
    const [cached] = await this.database.run<{ lock: string }>({
      name: 'cached_lock',
      text: `select lock from lock_cache where key = $1 and created_at > now() - interval '${cacheHours} hours'`,
      values: [key],
    });
    if (cached) return cached.lock;
    const lock = await language.resolve(source, toolchain);
    await this.database.run({
      text: 'insert into lock_cache (key, lock) values ($1, $2) on conflict (key) do update set lock = excluded.lock, created_at = now()',
      values: [key, lock],
    });
    return lock;
  }
}
