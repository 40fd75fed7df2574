import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readableLine } from './log-lines.mjs';
import { npmProblem } from './npm-problem.mjs';
import { inWords } from './problem.mjs';
import { duration, paragraph } from './steps.mjs';

describe('the words of the first start', () => {
  it.each([
    [40, '0.0 s'],
    [940, '0.9 s'],
    [12_400, '12 s'],
    [125_000, '2 min 5 s'],
  ])('tells %d ms as %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  it('breaks a paragraph between words and loses none', () => {
    const text = 'Port 4400 on 127.0.0.1 is in use by another program. Stop that one, or choose another port.';
    const lines = paragraph(text, 30).split('\n');
    expect(lines.every((line) => line.length <= 30)).toBe(true);
    expect(lines.join(' ')).toBe(text);
  });

  it.each([
    [
      'a registry that cannot be reached',
      'npm error code ENOTFOUND\nnpm error network request to https://registry.example failed',
      /registry cannot be reached/,
    ],
    ['a full disk', 'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /disk is full/],
    ['a folder of somebody else', 'npm error code EACCES\nnpm error Error: EACCES: permission denied, mkdir', /may not write/],
    ['a registry that wants a token', 'npm error code E401\nnpm error Unable to authenticate', /refused access/],
    ['a package that is not there', 'npm error code E404\nnpm error 404 Not Found', /does not have a package/],
    ['anything else', 'npm error code ELIFECYCLE\nnpm error Something new', /npm says: Something new/],
  ])('says what to do about %s', (_name, output, words) => {
    const problem = npmProblem('Installing', output);
    expect(problem.name).toBe('Problem');
    expect(problem.message).toMatch(words);
  });

  it('makes a line of the log readable at a terminal and leaves every other line as it is', () => {
    const line = JSON.stringify({
      level: 40,
      time: '2026-01-02T03:04:05.678Z',
      pid: 1,
      hostname: 'here',
      name: 'millrace',
      job: 'a1',
      err: { message: 'gone', stack: 'long' },
      msg: 'A connection was lost',
    });
    const plain = readableLine(line).replaceAll(/\u001b\[\d+m/g, '');
    expect(plain).toBe('03:04:05 warn A connection was lost (gone) job=a1');
    for (const other of ['Millrace is ready', '{"level":', '']) expect(readableLine(other)).toBe(other);
  });

  it('shows the steps and the greeting of a server at a terminal, with the log above the step that runs', () => {
    const log = JSON.stringify({ level: 40, time: '2026-01-02T03:04:05.678Z', msg: 'Careful' });
    const input = `  Starting PostgreSQL …\n  Creating the database …\n${log}\n✔ PostgreSQL started 0.8 s\nMillrace 1.0.0 is ready: http://127.0.0.1:4400\n`;
    const program = `import { showReadably } from ${JSON.stringify(join(import.meta.dirname, 'log-lines.mjs'))}; showReadably(process.stdin);`;
    const shown = execFileSync(process.execPath, ['--input-type=module', '-e', program], { input, encoding: 'utf8' });
    const lines = shown.replaceAll(/\u001b\[\d+m/g, '').split('\n');
    expect(lines).toEqual(['03:04:05 warn Careful', '✔ PostgreSQL started 0.8 s', 'Millrace 1.0.0 is ready  http://127.0.0.1:4400', '']);
  });

  it('explains errors of the file system and keeps others as they are', () => {
    expect((inWords(Object.assign(new Error('write'), { code: 'ENOSPC' }), 'The build') as Error).message).toMatch(/^The build failed: the disk is full/);
    const other = new Error('a mistake of ours');
    expect(inWords(other, 'The build')).toBe(other);
  });
});
