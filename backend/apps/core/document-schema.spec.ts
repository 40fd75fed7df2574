import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { catalog } from '../../../components/definitions.ts';
import { readDirectory } from '../../import-export/directory-files.ts';
import { fromFiles } from '../../import-export/core/workspace-files.ts';
import type { AppNode } from '../app.contract.ts';
import { smallApp } from './commands/random-commands.test-support.ts';
import { documentSchema } from './document-schema.ts';
import { emptyDocument } from './empty.ts';

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(documentSchema());
const errorsOf = (document: unknown): string[] => {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
};
const pageWith = (node: Partial<AppNode> & { type: string }): unknown => ({
  ...emptyDocument,
  pages: [{ ...emptyDocument.pages[0]!, body: { flow: 'grid', children: [{ id: 'part', ...node }] } }],
});

describe('the JSON Schema of apps', () => {
  test('takes what the server takes: apps, and a new one of every component', () => {
    expect(errorsOf(smallApp)).toEqual([]);
    expect(errorsOf(emptyDocument)).toEqual([]);
    for (const { type, initial } of catalog.values())
      expect([type, ...errorsOf(pageWith({ type, props: (initial ?? {}) as AppNode['props'] }))]).toEqual([type]);
  });

  test('takes every app of the demo workspace', async () => {
    const { items, problems } = fromFiles(await readDirectory(resolve(import.meta.dirname, '../../../examples/acme')));
    expect(problems).toEqual([]);
    for (const { path, document } of items.apps) expect([path, ...errorsOf(document)]).toEqual([path]);
  });

  test('takes an expression wherever a value stands, also inside of lists and objects', () => {
    const options: AppNode['props'][string] = [{ value: { expr: 'user.email' }, label: { expr: '"Me"' } }, { expr: 'vars.another' }];
    expect(errorsOf(pageWith({ type: 'select', props: { label: { expr: 'user.name' }, options } }))).toEqual([]);
  });

  test('refuses what the server refuses: a component that is not there, a value of the wrong type, an event that never comes', () => {
    expect(errorsOf(pageWith({ type: 'hologram' }))).not.toEqual([]);
    expect(errorsOf(pageWith({ type: 'button', props: { text: 'Go', variant: 'loud' } })).join()).toContain('/props/variant');
    expect(errorsOf(pageWith({ type: 'button', props: { text: 'Go' }, on: { dream: [] } })).join()).toContain('/on');
    expect(errorsOf({ ...emptyDocument, pages: [] }).join()).toContain('/pages');
    expect(errorsOf({ ...emptyDocument, policy: [] })).not.toEqual([]);
  });
});
