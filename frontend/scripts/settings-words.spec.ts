import { describe, expect, test } from '@jest/globals';
import { wordsOfSettings } from './settings-words.ts';

describe('settings of a script in words', () => {
  test('defaults need no words', () => {
    expect(wordsOfSettings({})).toEqual([]);
    expect(wordsOfSettings({ idempotent: true, isolation: 'warm', priority: 0 })).toEqual([]);
  });

  test('limits say what they limit', () => {
    const concurrency = { max: 2, window_s: 60, key: 'api-{{args.customer}}' };
    expect(wordsOfSettings({ concurrency })).toEqual([{ label: 'Concurrency', value: 'At most 2 starts in 1 min for "api-{{args.customer}}"' }]);
    expect(wordsOfSettings({ concurrency: { max: 1 } })[0]?.value).toBe('At most 1 at once for this script');
  });

  test('values of environment variables are not shown, only their names', () => {
    expect(wordsOfSettings({ environment: { TOKEN: 'secret', REGION: 'eu' } })).toEqual([{ label: 'Environment', value: 'TOKEN, REGION' }]);
  });
});
