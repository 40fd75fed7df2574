import { expect, test } from '@jest/globals';
import { framesAround, isFrameKey, placeOfFrame } from './frame-place.ts';

test('the place of a sequence is read from its key: step, attempt, index', () => {
  expect(placeOfFrame('/each[3]')).toEqual({ parent: '', step: 'each', attempt: 1, index: 3 });
  expect(placeOfFrame('/a[1]/b~2[0]')).toEqual({ parent: '/a[1]', step: 'b', attempt: 2, index: 0 });
  expect(placeOfFrame('/a[1]/b~2!finally')).toEqual({ parent: '/a[1]', step: 'b', attempt: 2, index: null });
  expect(placeOfFrame('/a[1]!failure')).toEqual({ parent: '/a[1]', step: '', attempt: 0, index: null });
  expect(placeOfFrame('')).toBeNull();
});

test('the sequences around one go from the flow down', () => {
  expect(framesAround('/a[1]/b[0]/c!finally')).toEqual(['', '/a[1]', '/a[1]/b[0]']);
  expect(framesAround('/a[1]!failure')).toEqual(['', '/a[1]']);
});

test('what is no key of a sequence is known as such', () => {
  expect(['', '/a[0]', '!rollback[2]', '/a!finally/b[1]'].map(isFrameKey)).toEqual([true, true, true, true]);
  expect(['a', '/a', '/a[x]', "/a[0]' or 1=1", '!other'].map(isFrameKey)).toEqual([false, false, false, false, false]);
});
