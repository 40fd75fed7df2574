import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { DependencyFailure, type ImportedScript, type LanguageName } from '../languages/language.ts';
import { asSentence } from '../languages/registry-answer.ts';
import { packageSetKey } from './core/source-hash.ts';
import { DEPENDENCY_RESOLVER, type DependencyResolver } from './dependency-resolver.ts';
import { LockCacheEntity } from './lock-cache.entity.ts';
import { ScriptLanguages } from './script-languages.ts';

/** A source whose imports are to be locked. */
export type Lockable = { path: string; language: LanguageName; content: string; imported: readonly ImportedScript[] };

/** A lock that holds for a set of packages. */
export type KnownLock = { specifiers: readonly string[]; lock: string };

/** A lock younger than this serves other scripts with the same imports; after that they get newer versions of unpinned packages. */
const cacheHours = 24;

/** Gives the lock of a source: nothing, the one that it had, one that another script just got, or a resolved one. */
@Injectable()
export class PackageLocks {
  constructor(
    private readonly database: Database,
    private readonly languages: ScriptLanguages,
    @Optional() @Inject(DEPENDENCY_RESOLVER) private readonly resolver: DependencyResolver | null,
  ) {}

  /** The packages that a source and everything that it imports ask for, sorted, as they are written. */
  async specifiersOf({ path, language, content, imported }: Lockable): Promise<string[]> {
    const sources = [{ path, content }, ...imported];
    const found = await Promise.all(sources.map((source) => this.languages.named(language).findImports(source.content, source.path)));
    return [...new Set(found.flatMap(({ packages }) => packages.map(({ specifier }) => specifier)))].sort();
  }

  /** `known` is kept while the set of packages is the same: a deploy that changes no import changes no version of a package. */
  async lockFor(auth: Auth, source: Lockable, specifiers: readonly string[], message: string, known: KnownLock | null): Promise<string> {
    if (specifiers.length === 0) return '';
    const key = packageSetKey(source.language, specifiers);
    if (known && known.lock !== '' && packageSetKey(source.language, known.specifiers) === key) return known.lock;
    const cached = await this.database.run<{ lock: string }>({
      text: `select lock from lock_cache where key = $1 and created_at > now() - interval '${cacheHours} hours'`,
      values: [key],
    });
    if (cached[0]) return cached[0].lock;
    const lock = await this.resolve(auth, source, message);
    await this.database.manager.upsert(LockCacheEntity, { key, lock, createdAt: new Date() }, ['key']);
    return lock;
  }

  private async resolve(auth: Auth, { path, language, content, imported }: Lockable, message: string): Promise<string> {
    if (!this.resolver) throw new AppError('language/unavailable', 'No worker resolves dependencies here. Start one, then deploy again.', { language });
    try {
      const { lock } = await this.resolver.resolve(auth, { path, language, source: { path, content, lock: null, imported: [...imported] }, message });
      return lock;
    } catch (error) {
      if (error instanceof DependencyFailure) throw dependencyFailed(path, error);
      throw error;
    }
  }
}

function dependencyFailed(path: string, failure: DependencyFailure): AppError {
  const place = failure.line === null ? '' : ` (line ${failure.line})`;
  const message = `"${path}" was not deployed: could not resolve "${failure.specifier}"${place}. The registry says: ${asSentence(failure.answer)} What was deployed before keeps running.`;
  return new AppError(
    'script/dependency_failed',
    message,
    { specifier: failure.specifier, answer: failure.answer, line: failure.line, path },
    { cause: failure },
  );
}
