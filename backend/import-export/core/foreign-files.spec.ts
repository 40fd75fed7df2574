import { describe, expect, test } from '@jest/globals';
import { fromYaml } from './canonical-yaml.ts';
import { fromFiles } from './workspace-files.ts';

describe('files of other tools', () => {
  test('schedules load: seconds first, null for what is not set, handlers by kind, retries in two parts, weekdays as the version counts them', () => {
    const read = fromFiles({
      'f/a/one.schedule.yaml':
        'schedule: 0 0 12 * * 2-6\ntimezone: Europe/Paris\nenabled: true\nscript_path: f/a/b\nis_flow: false\nargs: null\non_failure: script/f/a/tell\non_failure_times: 3\non_failure_exact: true\non_failure_extra_args: { channel: ops }\non_recovery: null\nno_flow_overlap: true\ncron_version: v1\nws_error_handler_muted: false\nretry:\n  constant: { attempts: 0, seconds: 0 }\n  exponential: { attempts: 4, multiplier: 2, seconds: 5, random_factor: 10 }\n',
      'f/a/two.schedule.json':
        '{"schedule": "0 */5 * * * 1", "timezone": "UTC", "enabled": false, "script_path": "u/ada/x", "is_flow": false, "cron_version": "v2"}',
      'f/a/three.schedule.yaml': 'schedule: 0 0 12 * * *\ntimezone: UTC\nenabled: true\nscript_path: f/a/flow\nis_flow: true\n',
    });
    expect(read.problems).toEqual([]);
    expect(read.notes).toEqual([]);
    expect(read.items.schedules.find(({ path }) => path === 'f/a/three')?.definition.target).toEqual({ kind: 'flow', path: 'f/a/flow' });
    expect(
      read.items.schedules
        .filter(({ path: at }) => at !== 'f/a/three')
        .map(({ path: at, definition: { cron, enabled, no_overlap: noOverlap, retry: again, on_failure: onFailure, catch_up: catchUp } }) => ({
          at,
          cron,
          enabled,
          noOverlap,
          again,
          onFailure,
          catchUp,
        })),
    ).toEqual([
      {
        at: 'f/a/one',
        cron: '0 0 12 * * 1-5',
        enabled: true,
        noOverlap: true,
        again: { attempts: 4, delay_s: 5, backoff: 'exponential', max_delay_s: 600, jitter: true },
        onFailure: { target: { kind: 'script', path: 'f/a/tell' }, args: { channel: 'ops' }, times: 3, exactly: true },
        catchUp: 'last',
      },
      { at: 'f/a/two', cron: '0 */5 * * * 1', enabled: false, noOverlap: false, again: null, onFailure: null, catchUp: 'last' },
    ]);
  });

  test('load: locks by tag, by line or left to the file beside, JSON in place of YAML, and null for what is not set', () => {
    const read = fromFiles({
      'f/a/one.ts': 'export async function main() {}',
      'f/a/one.script.yaml':
        'summary: One\nkind: script\nlock: !inline f/a/one.script.lock\nconcurrent_limit: null\ntag: ""\nws_error_handler_muted: false\nno_main_func: null\n',
      'f/a/one.script.lock': 'lock of one',
      'f/a/two.py': 'def main(): ...',
      'f/a/two.script.json': '{"summary": "Two", "lock": ["a==1", "b==2"], "timeout": null}',
      'f/a/three.bun.ts': 'export async function main() {}',
      'f/a/three.script.yml': 'summary: Three',
      'f/a/three.script.lock': 'lock of three',
      'f/a/four.sh': 'echo 4',
      'f/a/folder.meta.yaml': 'display_name: Folder A\nowners:\n  - u/ada\nextra_perms:\n  u/ada: true\n  g/all: false\n',
    });
    expect(read.problems).toEqual([]);
    expect(read.items.scripts.map(({ path, language, lock, summary }) => [path, language, lock, summary])).toEqual([
      ['f/a/one', 'bun', 'lock of one', 'One'],
      ['f/a/three', 'bun', 'lock of three', 'Three'],
      ['f/a/two', 'python3', 'a==1\nb==2', 'Two'],
      ['f/a/four', 'bash', '', ''],
    ]);
    expect(read.items.folders).toEqual([{ name: 'a', summary: 'Folder A', grants: { 'u/ada': 'owner', 'g/all': 'read' } }]);
  });

  test('that cannot be imported are named and not silently dropped; those of the repository itself are passed over', () => {
    const read = fromFiles({
      'f/a/x.app/app.yaml': 'summary: x',
      'f/a/x.app/step.inline_script.ts': '1',
      'f/a/q.my.sql': 'select 1',
      'f/a/q.script.yaml': 'summary: q',
      'README.md': '# hi',
      'wmill.yaml': '{}',
    });
    expect(read.items.scripts).toEqual([]);
    expect(read.problems).toEqual([]);
    expect(read.notes.map(({ file }) => file)).toEqual(['f/a/q.my.sql', 'f/a/x.app/app.yaml', 'f/a/x.app/step.inline_script.ts']);
  });

  test('flows load in each of the layouts, with the code of their steps from the files beside them', () => {
    const yaml = (content: string) =>
      `summary: Pay\nvalue:\n  same_worker: false\n  modules:\n    - id: a\n      summary: Take the money\n      value:\n        type: rawscript\n        language: bun\n        content: ${content}\n        input_transforms:\n          note:\n            type: static\n            value: '!inline stays text'\nschema:\n  type: object\n`;
    const read = fromFiles({
      'f/a/dotted.flow/flow.yaml': yaml("'!inline take_the_money.inline_script.ts'\n        lock: '!inline take_the_money.inline_script.lock'"),
      'f/a/dotted.flow/take_the_money.inline_script.ts': 'export function main() {}\n',
      'f/a/dotted.flow/take_the_money.inline_script.lock': 'locked\n',
      'f/a/plain__flow/flow.yaml': yaml('!inline take_the_money.ts'),
      'f/a/plain__flow/take_the_money.ts': 'export const main = 1;\n',
      'f/a/whole.flow.json': JSON.stringify({ summary: 'W', value: { modules: [] }, schema: null }),
    });
    expect([read.problems, read.notes]).toEqual([[], []]);
    const steps = read.items.flows.map(({ path, value }) => [path, (value.modules[0]?.value as { content?: string } | undefined)?.content]);
    expect(steps).toEqual([
      ['f/a/dotted', 'export function main() {}\n'],
      ['f/a/plain', 'export const main = 1;\n'],
      ['f/a/whole', undefined],
    ]);
    expect(read.items.flows[0]?.value.modules[0]?.value).toMatchObject({ lock: 'locked\n', input_transforms: { note: { value: '!inline stays text' } } });
    expect(fromFiles({ 'f/a/x.flow/flow.yaml': yaml('!inline gone.ts') }).problems).toEqual([
      { file: 'f/a/x.flow/flow.yaml', message: 'The file f/a/x.flow/gone.ts that it names is not there' },
    ]);
  });

  test('that are wrong are told file by file, with the field or the line', () => {
    const read = fromFiles({
      'f/a/bad.script.yaml': 'summary: [1',
      'f/a/alone.script.yaml': 'summary: x',
      'f/a/range.ts': '1',
      'f/a/range.script.yaml': 'priority: 5000',
      'f/a/no_type.resource.yaml': 'value: {}',
      'f/../x.variable.yaml': 'value: 1',
      'a b.resource-type.yaml': 'schema: {}',
    });
    expect(read.problems.map(({ file }) => file).sort()).toEqual([
      'a b.resource-type.yaml',
      'f/../x.variable.yaml',
      'f/a/alone.script.yaml',
      'f/a/bad.script.yaml',
      'f/a/no_type.resource.yaml',
      'f/a/range.script.yaml',
    ]);
    expect(read.problems.find(({ file }) => file === 'f/a/range.script.yaml')?.message).toContain('priority');
  });

  test('that nest aliases without end are refused', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((letter, index) => `${letter}: &${letter} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
    ].join('\n');
    expect(() => fromYaml(bomb)).toThrow();
    expect(fromFiles({ 'f/a/b.variable.yaml': bomb }).problems).toHaveLength(1);
  });
});
