import { expect, test } from '@jest/globals';
import { readConfig } from '../../config/config.ts';
import { hasSimulator, isOwnMachine } from './has-simulator.ts';

test.each([
  ['http://127.0.0.1:4400', true],
  ['http://localhost:4400', true],
  ['http://[::1]:4400', true],
  ['http://millrace.localhost', true],
  ['https://millrace.example', false],
  ['https://127.0.0.1.example', false],
  ['https://localhost.example', false],
  ['http://10.0.0.5', false],
])('%s is this machine itself: %s', (address, isOwn) => {
  expect(isOwnMachine(address)).toBe(isOwn);
});

test('the simulator is there by itself only on the own machine, and otherwise where it is switched on', () => {
  const has = (environment: Record<string, string>) => hasSimulator(readConfig(environment));
  expect(has({})).toBe(true);
  expect(has({ MILLRACE_BASE_URL: 'https://millrace.example' })).toBe(false);
  expect(has({ MILLRACE_BASE_URL: 'https://millrace.example', MILLRACE_SLACK_SIMULATOR: 'on' })).toBe(true);
  expect(has({ MILLRACE_SLACK_SIMULATOR: 'off' })).toBe(false);
});
