import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missingOptional } from './lockfile.mjs';

const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8')) as {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
};

describe('the lockfile', () => {
  it('holds the builds for every platform, so that `npm ci` accepts it; if not, `npm run lock` adds them', () => {
    expect(missingOptional(lock.packages).map(({ name, version }) => `${name}@${version}`)).toEqual([]);
  });

  it('is found to lack a build that only an inner package wants in another version', () => {
    const packages = {
      'node_modules/outer': { version: '1.0.0', optionalDependencies: { native: '1.0.0' } },
      'node_modules/native': { version: '1.0.0' },
      'node_modules/tool/node_modules/outer': { version: '2.0.0', optionalDependencies: { native: '2.0.0' } },
    };
    expect(missingOptional(packages)).toEqual([
      { name: 'native', version: '2.0.0', path: 'node_modules/tool/node_modules/outer/node_modules/native', isDev: false },
    ]);
  });
});
