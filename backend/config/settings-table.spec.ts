import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Environment } from './config.ts';
import { settingsTable, withSettingsTable } from './settings-table.ts';

describe('the table of settings', () => {
  it('is current in the README; if not, `npm run docs:settings` writes it', () => {
    const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
    expect(withSettingsTable(readme)).toBe(readme);
  });

  it('has a row with a meaning for each setting', () => {
    const rows = settingsTable().split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(Environment.shape).length);
    for (const row of rows) expect(row).toMatch(/^\| `[A-Z_]+` \| .* \| \S.* \|$/);
  });

  it('refuses a README without its two marks', () => {
    expect(() => withSettingsTable('# Millrace')).toThrow(/settings:begin/);
  });

  it('changes nothing outside of the two marks', () => {
    const result = withSettingsTable('before\n<!-- settings:begin -->outdated words<!-- settings:end -->\nafter\n');
    expect(result.startsWith('before\n<!-- settings:begin -->\n')).toBe(true);
    expect(result.endsWith('\n<!-- settings:end -->\nafter\n')).toBe(true);
    expect(result).not.toContain('outdated words');
  });
});
