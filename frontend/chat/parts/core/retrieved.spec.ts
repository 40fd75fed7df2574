import { describe, expect, it } from '@jest/globals';
import type { MessagePart } from '../../../../backend/agents/threads.contract.ts';
import { retrievedIn, sourcesOf } from './retrieved.ts';

const tool = (output: unknown, more: object = {}): MessagePart =>
  ({
    type: 'tool',
    call_id: 'c',
    name: 'read',
    kind: 'script',
    path: 'f/a/read',
    args: {},
    status: 'succeeded',
    output,
    error: null,
    job_id: 'j',
    ...more,
  }) as MessagePart;

describe('documents that a tool gave', () => {
  it('are objects with a title and an address or words, alone or in a list', () => {
    expect(retrievedIn({ title: 'Policy', sections: [] })).toEqual([{ title: 'Policy', url: null }]);
    expect(retrievedIn({ results: [{ title: 'A', url: 'https://a.example/' }, { title: 'B' }, { name: 'C', text: 'x' }] })).toEqual([
      { title: 'A', url: 'https://a.example/' },
    ]);
    expect(retrievedIn([{ title: 'A', text: 'x', url: 'javascript:alert(1)' }])).toEqual([{ title: 'A', url: null }]);
    for (const nothing of [null, 'Title', 7, { title: 7, text: 'x' }, { title: 'A ticket', status: 'open' }, []]) expect(retrievedIn(nothing)).toEqual([]);
  });

  it('are sources of the answer, each once, after those that the model named', () => {
    const named: MessagePart = { type: 'source', title: 'Terms', url: 'https://shop.example/terms', job_id: null };
    const policy = { title: 'Policy', text: 'x' };
    const parts = [tool(policy), named, tool(policy), tool({ title: 'Lost', text: 'x' }, { status: 'failed' }), tool(policy, { kind: 'agent' })];
    expect(sourcesOf(parts).map(({ title, job_id: job }) => [title, job])).toEqual([
      ['Terms', null],
      ['Policy', 'j'],
    ]);
  });
});
