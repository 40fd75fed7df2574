import { describe, expect, test } from '@jest/globals';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { JobChanged } from '../../backend/jobs/live.contract.ts';
import { applyChange } from './useRunsList.ts';

const at = '2026-01-01T12:00:00.000Z';
const row = {
  id: 'a',
  kind: 'script',
  path: 'f/a/b',
  version: 1,
  language: 'bun',
  status: 'queued',
  created_by: 'u/ada',
  run_as: 'u/ada',
  trigger_kind: 'form',
  tag: 'bun',
  parent_id: null,
  root_id: null,
  attempt: 0,
  worker: null,
  progress: null,
  created_at: '2026-01-01T11:59:00.000Z',
  scheduled_for: '2026-01-01T11:59:00.000Z',
  started_at: null,
  ended_at: null,
  error_code: null,
} as JobRow;
const change = (part: Partial<JobChanged>): JobChanged => ({
  workspace: 'acme',
  id: 'a',
  path: 'f/a/b',
  kind: 'script',
  status: 'running',
  progress: null,
  at,
  ...part,
});

describe('a row of the runs that hears of a change', () => {
  test('starts and ends at the moments that it heard', () => {
    const running = applyChange(row, change({ status: 'running', progress: 5 }));
    expect(running).toMatchObject({ status: 'running', started_at: at, ended_at: null, progress: 5 });
    expect(applyChange(running, change({ status: 'failed', at: '2026-01-01T12:00:09.000Z' }))).toMatchObject({
      status: 'failed',
      started_at: at,
      ended_at: '2026-01-01T12:00:09.000Z',
    });
  });

  test('that has ended stays as it is, whatever comes late', () => {
    const ended: JobRow = { ...row, status: 'succeeded', ended_at: at };
    expect(applyChange(ended, change({ status: 'running' }))).toBe(ended);
  });
});
