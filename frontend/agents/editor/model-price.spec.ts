import { describe, expect, it } from '@jest/globals';
import { knownModel, knownModels } from '../../../backend/agents/core/known-models.ts';
import { priceInWords, pricePlaceholders, withPrice } from './model-price.ts';

const known = knownModel('anthropic', 'claude-haiku-5-5')?.price ?? null;

describe('the price of a model', () => {
  it('is known for every model once, with what is cached never above its input by more than a quarter', () => {
    for (const models of Object.values(knownModels)) {
      expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
      for (const { id, price } of models)
        for (const rates of price === null ? [] : [price, ...(price.above ? [price.above] : [])])
          expect([id, rates.cachedInput <= rates.input && rates.cacheWrite <= rates.input * 1.25 + 1e-9 && rates.output >= rates.input]).toEqual([id, true]);
    }
    expect(knownModel('openai', 'gpt-4.1-2025-04-14')?.id).toBe('gpt-4.1');
  });

  it('is stated part by part, beginning with what the table says, and emptied', () => {
    expect(withPrice(null, known, 'output', 9)).toEqual({ input: 0.1, output: 9 });
    expect(withPrice({ input: 1, output: 2 }, known, 'cached_input', 0.5)).toEqual({ input: 1, output: 2, cached_input: 0.5 });
    expect(withPrice({ input: 1, output: 2, cached_input: 0.5 }, known, 'cached_input', null)).toEqual({ input: 1, output: 2 });
    expect(withPrice({ input: 1, output: 2 }, known, 'input', null)).toEqual({ input: 0, output: 2 });
    expect(withPrice(null, null, 'input', 3)).toEqual({ input: 3, output: 0 });
  });

  it('says what counts, and that a price which nobody knows counts as nothing', () => {
    expect(pricePlaceholders(null, known)).toEqual({ input: '0.1', output: '0.5', cached_input: '0.01', cache_write: '0.125' });
    expect(pricePlaceholders({ input: 2, output: 4 }, known).cached_input).toBe('2');
    expect(priceInWords(null, known, false).text).toContain('Above 100,000 tokens');
    expect(priceInWords(null, null, true)).toMatchObject({ isWarning: true, text: expect.stringContaining('never ends a run') });
  });
});
