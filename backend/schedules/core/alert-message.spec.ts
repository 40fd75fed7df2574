import { expect, test } from '@jest/globals';
import { alertMessage, type Alert } from './alert-message.ts';

const alert: Alert = {
  occasion: 'failure',
  schedulePath: 'f/ops/nightly',
  summary: 'Nightly\r\nBcc: someone@example.com',
  runnablePath: 'f/ops/revenue',
  tickAt: new Date('2026-01-05T01:00:00Z'),
  timezone: 'Europe/Berlin',
  failures: 3,
  failingSince: new Date('2026-01-03T01:00:00Z'),
  error: 'no such table',
  runUrl: 'http://localhost/w/acme/runs/1',
  scheduleUrl: 'http://localhost/w/acme/schedules/f/ops/nightly',
};

test('a message about a failure says what failed, how often, why, and where to look', () => {
  const { subject, text } = alertMessage(alert);
  expect(subject).toBe('Failed: Nightly Bcc: someone@example.com');
  expect(text.split('\n')).toEqual([
    'f/ops/revenue, run by the schedule f/ops/nightly for 5 Jan 2026, 02:00 (Europe/Berlin), failed.',
    'It has failed 3 times in a row, since 3 Jan 2026, 02:00 (Europe/Berlin).',
    '',
    'no such table',
    '',
    'Run: http://localhost/w/acme/runs/1',
    'Schedule: http://localhost/w/acme/schedules/f/ops/nightly',
    '',
  ]);
});

test('a message about a recovery says that it works again', () => {
  const { subject, text } = alertMessage({ ...alert, occasion: 'recovery', summary: '' });
  expect(subject).toBe('Works again: f/ops/nightly');
  expect(text).toContain('works again');
});
