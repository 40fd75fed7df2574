import { describe, expect, it } from '@jest/globals';
import { AppDocument } from '../../backend/apps/app.contract.ts';
import { checkApp } from '../../backend/apps/core/check.ts';
import { catalog } from '../../components/definitions.ts';
import { appFromResult } from './app-from-result.ts';

const made = (result: unknown): AppDocument => appFromResult({ kind: 'script', path: 'f/shop/list', title: 'List', args: { count: 3 }, result });
const shown = (document: AppDocument) => document.pages[0]?.body.children.at(-1);

describe('an app made of what a run gave', () => {
  it.each([
    [
      [
        { id: 1, name: 'One' },
        { id: 2, name: 'Two' },
      ],
      'table',
    ],
    [{ total: 3 }, 'key_value'],
    [[], 'json_view'],
    ['text', 'json_view'],
    [null, 'json_view'],
  ])('shows %j by the component that fits, without a problem', (result, type) => {
    const document = made(result);
    expect(shown(document)?.type).toBe(type);
    expect(AppDocument.safeParse(document).error).toBeUndefined();
    const schema = { type: 'object', properties: { count: { type: 'integer' } } } as const;
    expect(checkApp(document, { catalog, runnable: () => ({ version: 1, schema, output: {}, isReadOnly: false }) })).toEqual([]);
  });

  it('tells rows apart by the first field that differs in all of them', () => {
    const document = made([
      { state: 'open', number: 7 },
      { state: 'open', number: 8 },
    ]);
    expect(shown(document)?.props['row_key']).toBe('number');
  });

  it('runs the same with the same arguments, and never takes one of them for an expression', () => {
    const [action] = appFromResult({ kind: 'flow', path: 'f/shop/list', title: 'List', args: { count: 3, odd: { expr: 'user.email' } }, result: 1 }).actions;
    expect(action?.args).toEqual({ count: 3 });
  });
});
