import { describe, expect, test } from '@jest/globals';
import { BoundedCache } from './bounded-cache.ts';

describe('a bounded cache', () => {
  test('forgets what was not used for the longest time when it is full', () => {
    const cache = new BoundedCache<string>(2);
    cache.set('a', 'A');
    cache.set('b', 'B');
    cache.get('a');
    cache.set('c', 'C');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  });

  test('counts weights and keeps a single value that is heavier than everything allowed', () => {
    const cache = new BoundedCache<string>(10, (value) => value.length);
    cache.set('a', 'xxxxx');
    cache.set('b', 'xxxxx');
    cache.set('b', 'xx');
    cache.set('c', 'xxx');
    expect(cache.size).toBe(3);
    cache.set('d', 'x'.repeat(50));
    expect(cache.size).toBe(1);
    expect(cache.get('d')).toHaveLength(50);
  });
});
