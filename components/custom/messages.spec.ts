import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { manifest as Manifest } from './manifest.ts';
import { hear, propsProblem } from './messages.ts';

const manifest = Manifest.parse({
  props: { name: { type: 'string' } },
  state: { count: { type: 'integer', minimum: 0 } },
  events: { press: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] }, plain: { type: 'null' } },
});

describe('what a frame says', () => {
  it('is heard where it fits the manifest', () => {
    expect(hear({ type: 'state', change: { count: 3 } }, manifest)).toEqual({ type: 'state', change: { count: 3 } });
    expect(hear({ type: 'emit', name: 'press', payload: { count: 1 } }, manifest)).toEqual({ type: 'emit', name: 'press', payload: { count: 1 } });
    expect(hear({ type: 'emit', name: 'plain' }, manifest)).toEqual({ type: 'emit', name: 'plain', payload: null });
  });

  it('is a problem where it does not', () => {
    const wrong = [
      { type: 'state', change: { count: 'three' } },
      { type: 'state', change: { other: 1 } },
      { type: 'emit', name: 'delete', payload: {} },
      { type: 'emit', name: 'press', payload: {} },
      { type: 'run', action: 'refund' },
      { type: 'ready', extra: 1 },
      'x'.repeat(2_000_000),
      null,
      undefined,
    ];
    expect(wrong.map((message) => hear(message, manifest).type)).toEqual(wrong.map(() => 'problem'));
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (message) => void hear(message, manifest)));
  });

  it('gets props that fit', () => {
    expect(propsProblem({ name: 'Ada' }, manifest)).toBeNull();
    expect(propsProblem({ name: 1 }, manifest)).toContain('name');
    expect(propsProblem({ age: 1 }, manifest)).toContain('age');
  });

  it('reaches only origins, over the encrypted web', () => {
    const of = (origin: string): boolean => Manifest.safeParse({ origins: [origin] }).success;
    expect(['https://api.example.org', 'https://api.example.org:8443'].map(of)).toEqual([true, true]);
    expect(['http://api.example.org', 'https://*', "https://a; script-src 'unsafe-eval'", 'https://a/b', '*', 'data:'].map(of)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
