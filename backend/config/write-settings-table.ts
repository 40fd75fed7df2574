// `npm run docs:settings`: brings the table of settings in README.md up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withSettingsTable } from './settings-table.ts';

const readme = resolve(import.meta.dirname, '../../README.md');
const before = readFileSync(readme, 'utf8');
const after = withSettingsTable(before);
if (after !== before) writeFileSync(readme, after);
process.stdout.write(after === before ? 'README.md is up to date.\n' : 'README.md is brought up to date.\n');
