import { describe, expect, it } from '@jest/globals';
import { formatOf, formatValue } from './format-value.ts';

const locale = 'en-GB';

describe('values as people read them', () => {
  it.each([
    [1234.5, undefined, '1,234.5'],
    [1042, undefined, '1042'],
    [1042, 'number', '1,042'],
    [true, undefined, 'Yes'],
    ['2026-11-20', undefined, '20 Nov 2026'],
    ['12.5', 'currency', '€12.50'],
    [0.125, 'percent', '12.5%'],
    [65_000, 'duration', '1 min 5 s'],
    [{ id: 1 }, undefined, '{"id":1}'],
    ['not a number', 'number', 'not a number'],
    ['not a day', 'date', 'not a day'],
    [null, 'number', null],
    ['', undefined, null],
    [0, undefined, '0'],
  ] as const)('%j as %s', (value, format, expected) => {
    expect(formatValue(value, { format, locale })).toBe(expected);
  });

  it('know what a value is by itself', () => {
    expect([formatOf('https://acme.example'), formatOf('2026-11-20T10:00:00Z'), formatOf('2026-11-20'), formatOf('plain')]).toEqual([
      'link',
      'datetime',
      'date',
      'text',
    ]);
  });
});
