import { builtinModules } from 'node:module';

/** A package import taken apart: `"@scope/name@1.2.3/sub"`. `version` is `null` when none is pinned. */
export type PackageSpecifier = { name: string; version: string | null; subpath: string };

const builtins = new Set(builtinModules);
const alwaysThere = new Set(['millrace', 'bun']);
const packagePattern = /^(?:npm:)?((?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*)(?:@([^/]+))?((?:\/.*)?)$/i;

/** What kind of thing an import names. */
export function classifySpecifier(specifier: string): 'script' | 'package' | 'builtin' | 'unsupported' {
  if (/^(\.{1,2}\/|\/[uf]\/)/.test(specifier)) return 'script';
  if (/^(node|bun):/.test(specifier) || builtins.has(specifier)) return 'builtin';
  const parsed = parsePackageSpecifier(specifier);
  if (!parsed) return 'unsupported';
  if (alwaysThere.has(parsed.name)) return 'builtin';
  return parsed.version === null && builtins.has(parsed.name) ? 'builtin' : 'package';
}

/** Takes a package import apart; `null` for a URL or anything else that no registry knows. */
export function parsePackageSpecifier(specifier: string): PackageSpecifier | null {
  const match = packagePattern.exec(specifier);
  return match?.[1] === undefined ? null : { name: match[1], version: match[2] ?? null, subpath: match[3] ?? '' };
}

/** The path of a script that an import names, without its ending: people write `./x`, `./x.ts` and `./x.js`. */
export function withoutEnding(specifier: string): string {
  return specifier.replace(/\.(ts|js|mjs|mts)$/, '');
}
