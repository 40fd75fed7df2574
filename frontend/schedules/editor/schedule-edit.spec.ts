import { describe, expect, test } from '@jest/globals';
import type { Schedule } from '../../../backend/schedules/schedules.contract.ts';
import { countHandlers, countOptions, inputOf, valuesOf } from './schedule-edit.ts';

const start = { folder: 'f/shop', target: { kind: 'flow', path: 'f/shop/report' }, timezone: 'Europe/Berlin' } as const;
const schedule: Schedule = {
  path: 'f/shop/nightly',
  version: 4,
  run_as: 'u/ada',
  updated_at: '2026-05-01T00:00:00.000Z',
  my_level: 'write',
  next_at: null,
  last_tick_at: null,
  failing_count: 0,
  failing_since: null,
  problem: null,
  created_by: 'u/ada',
  next_runs: [],
  summary: 'Nightly',
  description: '',
  target: { kind: 'script', path: 'f/shop/report' },
  args: { day: 1 },
  cron: '0 2 * * *',
  timezone: 'UTC',
  enabled: true,
  no_overlap: true,
  catch_up: 'all',
  catch_up_limit: 7,
  jitter_s: 30,
  paused_until: '2030-05-01T10:00:00.000Z',
  retry: { attempts: 2, delay_s: 5, backoff: 'constant', max_delay_s: 60, jitter: false },
  tag: 'gpu',
  on_failure: { target: { kind: 'flow', path: 'f/shop/tell' }, args: { to: 'ops' }, times: 3, exactly: true },
  on_recovery: { target: { kind: 'script', path: 'f/shop/tell' }, args: {}, times: 2 },
  on_success: { target: { kind: 'script', path: 'f/shop/tell' }, args: {} },
  alert_email: { resource: 'f/shop/mail', to: ['ada@example.com'], times: 1 },
};

describe('the form of a schedule', () => {
  test('gives back what it was given, with the version that it replaces', () => {
    const {
      path: _path,
      version,
      run_as: _runAs,
      updated_at: _at,
      my_level: _level,
      next_at: _next,
      last_tick_at: _last,
      failing_count: _count,
      failing_since: _since,
      problem: _problem,
      created_by: _by,
      next_runs: _runs,
      ...definition
    } = schedule;
    expect(inputOf(valuesOf(schedule, start), schedule)).toEqual({ ...definition, if_version: version });
  });

  test('begins with a daily run of what one comes from, in the own zone', () => {
    const values = valuesOf(null, start);
    expect(values).toMatchObject({
      path: 'f/shop/',
      target: { kind: 'flow', path: 'f/shop/report' },
      timezone: 'Europe/Berlin',
      cron: '0 9 * * *',
      enabled: true,
    });
    expect(inputOf(values, null)).toMatchObject({
      retry: null,
      tag: null,
      on_failure: null,
      on_recovery: null,
      on_success: null,
      alert_email: null,
      paused_until: null,
      if_version: 0,
    });
    expect([countOptions(values), countHandlers(values)]).toEqual([0, 0]);
  });

  test('counts what is set behind a closed line', () => {
    const values = valuesOf(schedule, start);
    expect([countOptions(values), countHandlers(values)]).toEqual([6, 4]);
  });
});
