import { canonicalJson, sha256 } from '../../common/canonical-json.ts';
import type { ImportedScript, LanguageName, Source } from '../../languages/language.ts';
import type { ScriptSettings } from '../scripts.contract.ts';

/** What {@link versionHash} covers. */
export type HashedVersion = { language: LanguageName; content: string; lock: string; settings: ScriptSettings; imported: readonly ImportedScript[] };

/** Hash of a version as it was deployed: the same source, lock, settings and imported scripts give the same hash. */
export function versionHash({ language, content, lock, settings, imported }: HashedVersion): string {
  return sha256(canonicalJson({ language, content, lock, settings, imported: hashesOf(imported) }));
}

/**
 * Hash of what would run now: as {@link versionHash}, but over the imported scripts as they are today and without the settings,
 * which change how often something runs and not what. Bundles, prepared folders and warm processes go by it.
 */
export function sourceHash(language: LanguageName, source: Source): string {
  return sha256(canonicalJson({ language, path: source.path, content: source.content, lock: source.lock ?? '', imported: hashesOf(source.imported) }));
}

function hashesOf(imported: readonly ImportedScript[]): string[] {
  return imported.map(({ path, language, content }) => `${path} ${language} ${sha256(content)}`).sort();
}

/** Names a set of packages of a language: equal sets share their lock. */
export function packageSetKey(language: LanguageName, specifiers: readonly string[]): string {
  return sha256([language, ...[...new Set(specifiers)].sort()].join('\n'));
}
