import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { axisNumber, formatNumber, shifted, signsOf } from './numbers.ts';

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('are written as the language does', () => {
    expect(formatNumber(12_345.5, { kind: 'decimal' }, 'en')).toBe('12,345.5');
    expect(plain(formatNumber(12_345.5, { kind: 'currency', currency: 'EUR' }, 'de'))).toBe('12.345,50 €');
    expect(formatNumber(0.256, { kind: 'percent' }, 'en')).toBe('25.6%');
    expect(formatNumber(1_234_567, { kind: 'compact' }, 'en')).toBe('1.2M');
  });

  it('keep a currency that is not known beside them', () => {
    expect(formatNumber(5, { kind: 'currency', currency: 'points' }, 'en')).toBe('5 points');
  });

  it('have the signs of their language around them', () => {
    expect(signsOf({ kind: 'currency', currency: 'USD' }, 'en')).toEqual({ decimal: '.', group: ',', prefix: '$', suffix: '', decimals: 2 });
    expect(signsOf({ kind: 'currency', currency: 'JPY' }, 'en')).toMatchObject({ prefix: '¥', decimals: 0 });
    const german = signsOf({ kind: 'percent' }, 'de');
    expect({ ...german, suffix: plain(german.suffix) }).toEqual({ decimal: ',', group: '.', prefix: '', suffix: ' %', decimals: 2 });
  });

  it('are short beside an axis', () => {
    expect(axisNumber(35_000, { kind: 'currency', currency: 'EUR' }, 'en')).toBe('€35K');
    expect(axisNumber(250, { kind: 'currency', currency: 'EUR' }, 'en')).toBe('€250');
    expect(axisNumber(0.25, { kind: 'percent' }, 'en')).toBe('25%');
    expect([axisNumber(1200, { kind: 'decimal' }, 'en'), axisNumber(1_250_000, { kind: 'decimal' }, 'en')]).toEqual(['1.2K', '1.25M']);
  });

  it('become percentages and shares again without a remainder', () => {
    expect(shifted(0.07, 2)).toBe(7);
    expect(shifted(7, -2)).toBe(0.07);
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => shifted(shifted(value, -2), 2) === value));
  });
});
