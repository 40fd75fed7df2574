import { expect, test } from '@jest/globals';
import { admissionKeys } from './admission-keys.ts';

test('a script without limits has no keys, and so goes straight to the queue', () => {
  expect(admissionKeys({}, 'f/a/b', {})).toEqual({ admissionKey: null, debounceKey: null });
});

test('the key is the path unless the script says otherwise', () => {
  expect(admissionKeys({ concurrency: { max: 1 } }, 'f/a/b', {}).admissionKey).toBe('concurrency:f/a/b');
});

test('holes are filled from the arguments, missing ones are empty', () => {
  const settings = { concurrency: { max: 1, key: 'c-{{args.customer.id}}-{{ args.none }}' } };
  expect(admissionKeys(settings, 'f/a/b', { customer: { id: 7 } }).admissionKey).toBe('concurrency:c-7-');
});

test('a hole never reaches what the object only inherits', () => {
  expect(admissionKeys({ concurrency: { max: 1, key: '{{args.constructor.name}}' } }, 'f/a/b', {}).admissionKey).toBe('concurrency:');
});

test('with both limits one key sees all jobs', () => {
  expect(admissionKeys({ concurrency: { max: 1 }, debounce: { delay_s: 1 } }, 'f/a/b', {})).toEqual({ admissionKey: 'concurrency:f/a/b', debounceKey: 'debounce:f/a/b' });
});
