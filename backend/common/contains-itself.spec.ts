import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { containsItself } from './contains-itself.ts';

test('what can be written as JSON never contains itself', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => !containsItself(value)));
});

test('one object in two places is no circle, one below itself is', () => {
  const shared = { a: 1 };
  expect(containsItself([shared, { shared }])).toBe(false);
  const circle: Record<string, unknown> = { list: [] };
  circle['list'] = [shared, { circle }];
  expect(containsItself(circle)).toBe(true);
});
