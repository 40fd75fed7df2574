import { describe, expect, it } from '@jest/globals';
import type { AppDocument } from '../../apps/app.contract.ts';
import { emptyDocument } from '../../apps/core/empty.ts';
import { needsOf, withPicks } from './needs.ts';

const action = (id: string, path: string, args = {}): AppDocument['actions'][number] => ({
  id,
  run: { kind: 'script', path },
  args,
  trigger: 'manual',
  run_as: 'viewer',
});
const chat = { id: 'helper', type: 'chat', props: { agent: 'f/a/helper', label: 'Ask' }, layout: {} };
const document: AppDocument = {
  ...emptyDocument,
  actions: [
    { ...action('list', 'f/a/rows', { search: 1 }), title: 'List the rows' },
    action('again', 'f/a/rows', { search: 1, page: 2 }),
    { ...action('own', 'f/a/x'), run: { kind: 'inline', language: 'bun', content: '' } },
  ],
  pages: [
    {
      ...emptyDocument.pages[0]!,
      body: { flow: 'grid', children: [{ id: 'box', type: 'container', props: {}, layout: {}, slots: { body: { flow: 'grid', children: [chat] } } }] },
    },
  ],
};

describe('what an app runs of a workspace', () => {
  it('is told once, with what it is for and what it is given, agents of conversations too', () => {
    expect(needsOf(document)).toEqual([
      { kind: 'script', path: 'f/a/rows', uses: ['List the rows', 'again'], arguments: ['search', 'page'] },
      { kind: 'agent', path: 'f/a/helper', uses: ['Ask'], arguments: [] },
    ]);
  });

  it('is replaced everywhere by what was picked', () => {
    const picked = withPicks(document, { 'script f/a/rows': { kind: 'flow', path: 'f/b/rows' }, 'agent f/a/helper': { kind: 'agent', path: 'f/b/helper' } });
    expect(needsOf(picked).map(({ kind, path }) => `${kind} ${path}`)).toEqual(['flow f/b/rows', 'agent f/b/helper']);
    expect(withPicks(document, {})).toEqual(document);
  });
});
