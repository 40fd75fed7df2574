import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromLocalField, toggleValue, toLocalField, wordsOfValue } from './filter-state.ts';
import { readSearch, writeSearch } from './search-params.ts';

describe('filters in the address', () => {
  test('several values stand with commas, and the last one takes the filter away', () => {
    expect(toggleValue(undefined, 'failed')).toBe('failed');
    expect(toggleValue('failed', 'running')).toBe('failed,running');
    expect(toggleValue('failed,running', 'failed')).toBe('running');
    expect(toggleValue('failed', 'failed')).toBeUndefined();
  });

  test('a chip says the words of its values', () => {
    const filter = {
      key: 'status',
      label: 'Status',
      isMultiple: true,
      options: [
        { value: 'failed', label: 'Failed' },
        { value: 'running', label: 'Running' },
      ],
    };
    expect(wordsOfValue(filter, 'failed,running,other')).toBe('Failed, Running, other');
    expect(wordsOfValue({ key: 'path', label: 'Path' }, 'f/support')).toBe('f/support');
  });

  test('a moment survives the field of the browser to the minute', () => {
    const iso = '2026-11-20T08:15:00.000Z';
    expect(fromLocalField(toLocalField(iso))).toBe(iso);
    expect(toLocalField('nonsense')).toBe('');
    expect(fromLocalField('')).toBeUndefined();
  });

  test('search parameters are text and come back as they were', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1 })), (search) => {
        expect(readSearch(writeSearch(search))).toEqual({ ...search });
      }),
    );
    expect(readSearch('?path=123&flag=true')).toEqual({ path: '123', flag: 'true' });
    expect(writeSearch({ status: undefined, text: '' })).toBe('');
  });
});
