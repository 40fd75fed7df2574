import type { Language, Launch, Source, Toolchain } from '../languages/language.ts';

/** Prepared versions that are remembered; the files themselves stay in the cache folder. */
const maximumEntries = 2_000;

/**
 * Prepares a version once per process: what concurrent jobs of the same version ask for is built by one of them. A failure
 * is not remembered.
 */
export class LaunchCache {
  private readonly launches = new Map<string, Promise<Launch>>();

  prepare(language: Language, source: Source, hash: string, toolchain: Toolchain): Promise<Launch> {
    const key = `${language.name}:${hash}`;
    const known = this.launches.get(key);
    if (known) {
      // Most recently used last.
      this.launches.delete(key);
      this.launches.set(key, known);
      return known;
    }
    if (!language.prepare) return Promise.reject(new Error(`${language.title} is not prepared; it runs in the worker`));
    const launch = language.prepare(source, hash, toolchain);
    this.launches.set(key, launch);
    launch.catch(() => this.launches.delete(key));
    if (this.launches.size > maximumEntries) this.launches.delete(this.launches.keys().next().value as string);
    return launch;
  }

  /** Drops what is remembered of a version, for when its files are gone. */
  forget(languageName: string, hash: string): void {
    this.launches.delete(`${languageName}:${hash}`);
  }
}
