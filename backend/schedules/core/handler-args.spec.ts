import { expect, test } from '@jest/globals';
import { handlerArgs } from './handler-args.ts';

const told = { path: 'f/a/b', error: { message: 'no' }, failed_times: 2, job_id: null };

test('a parameter that takes text gets everything as text', () => {
  const text = { type: 'string' };
  expect(handlerArgs({ properties: { error: text, failed_times: text, job_id: text } }, told, {})).toEqual({ path: 'f/a/b', error: '{"message":"no"}', failed_times: '2', job_id: '' });
});

test('other parameters get what it is', () => {
  expect(handlerArgs({ properties: { error: { type: 'object' }, failed_times: { type: 'integer' } } }, told, {})).toEqual(told);
});

test('a handler that takes nothing else gets only its own parameters', () => {
  expect(handlerArgs({ properties: { path: { type: 'string' } }, additionalProperties: false }, told, {})).toEqual({ path: 'f/a/b' });
});

test('what the author gives goes over what it is told, as it is', () => {
  expect(handlerArgs({ properties: {} }, told, { path: 5, channel: 'ops' })).toMatchObject({ path: 5, channel: 'ops' });
});
