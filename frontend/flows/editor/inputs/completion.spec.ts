import { describe, expect, it } from '@jest/globals';
import { completionsAt } from './completion.ts';

const scope = {
  schemas: {
    flow_input: { type: 'object', properties: { order: { type: 'object', properties: { id: { type: 'string' } } } } },
    results: {
      type: 'object',
      properties: { load: { type: 'array', items: { type: 'object', properties: { sum: { type: 'number' } } } } },
      additionalProperties: false,
    },
  },
  values: { results: { load: [{ sum: 1, extra: true }] } },
};
const labels = (source: string): string[] => completionsAt(source, source.length, scope)?.options.map(({ label }) => label) ?? [];

describe('Completion in expressions', () => {
  it('offers the names in scope at the beginning and after operators', () => {
    expect(labels('')).toEqual(['flow_input', 'results.load', 'variable', 'resource']);
    expect(labels('flow_input.order.id + re')).toContain('results.load');
  });

  it('offers fields that are declared and fields that the last value had', () => {
    expect(labels('flow_input.')).toEqual(['order']);
    expect(labels('flow_input?.order.')).toEqual(['id']);
    expect(labels('results.load[0].')).toEqual(['sum', 'extra']);
    expect(labels('results.load.')).toContain('map');
  });

  it('replaces only what was typed of the last key', () => {
    expect(completionsAt('flow_input.or', 13, scope)?.from).toBe(11);
    expect(completionsAt('1 + fl', 6, scope)?.from).toBe(4);
  });

  it('says nothing about names that are not in scope', () => {
    expect(labels('nothing.')).toEqual([]);
  });
});
