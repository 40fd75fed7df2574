import { describe, expect, test } from '@jest/globals';
import { ScriptSettings } from '../../../backend/scripts/scripts.contract.ts';
import { problemOfVariable, withConcurrency, withDebounce, withEnvironment, withRetry, withSetting } from './settings-edit.ts';

describe('changing the settings of a script', () => {
  test('what is taken away leaves no trace, so that the default holds', () => {
    expect(withSetting({ tag: 'gpu', timeout_s: 5 }, 'tag', undefined)).toEqual({ timeout_s: 5 });
    expect(withRetry(withRetry({}, { attempts: 3 }), { attempts: 0 })).toEqual({});
    expect(withConcurrency({ concurrency: { max: 1, key: 'a' } }, { max: undefined })).toEqual({});
    expect(withDebounce({ debounce: { delay_s: 2 } }, { delay_s: undefined })).toEqual({});
  });

  test('what is built is accepted by the contract', () => {
    const settings = withEnvironment(withDebounce(withConcurrency(withRetry({}, { attempts: 2 }), { max: 1, window_s: 60 }), { delay_s: 5, key: 'x' }), [
      { name: 'REGION', value: 'eu' },
    ]);
    expect(ScriptSettings.parse(settings)).toEqual(settings);
  });

  test('a name of a variable that cannot be used, or is used twice, does not get in', () => {
    const rows = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
      { name: '1B', value: '3' },
      { name: '', value: '4' },
    ];
    expect(withEnvironment({}, rows)).toEqual({ environment: { A: '1' } });
    expect(rows.map((_, index) => problemOfVariable(rows, index) === null)).toEqual([true, false, false, true]);
  });
});
