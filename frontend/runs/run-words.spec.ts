import { describe, expect, test } from '@jest/globals';
import { announcementOf } from './run-words.ts';

const failedWith = (message: string): string => announcementOf({ status: 'failed', error: { code: 'job/script_error', name: 'Error', message } });

describe('what a screen reader says at the end of a run', () => {
  test('is one sentence, whether the error ends with a full stop or not', () => {
    expect(failedWith('The card was declined')).toBe('Run failed: The card was declined.');
    expect(failedWith('The arguments do not fit.')).toBe('Run failed: The arguments do not fit.');
    expect(announcementOf({ status: 'succeeded', error: null })).toBe('Run succeeded.');
  });
});
