import { describe, expect, test } from '@jest/globals';
import type { Approval, ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { changeSince, entriesOf, neighbourOf, nextAfter, rowsOf, splitForBulk } from './inbox-rows.ts';

const row = (id: string, part: Partial<Omit<ApprovalRow, 'subject'>> & { path?: string } = {}): ApprovalRow => {
  const { path = 'f/a/b', ...rest } = part;
  return {
    id,
    title: id,
    subject: { kind: 'flow', path, version: 1, job_id: null, step: null },
    runnable_kind: 'flow',
    status: 'open',
    risk: 'normal',
    requested_by: 'u/ben',
    waiting_for: '',
    stage: 0,
    stage_count: 1,
    claimed_by: null,
    has_form: false,
    hash: `hash of ${id}`,
    created_at: '',
    due_at: null,
    expires_at: null,
    ended_at: null,
    viewer: {
      can_act: true,
      reason: 'Not for you',
      my_vote: null,
      can_claim: true,
      can_release: false,
      can_reassign: false,
      can_withdraw: false,
      can_link: false,
      on_behalf_of: [],
    },
    ...rest,
  };
};

describe('the list of requests', () => {
  const rows = [row('1', { path: 'f/a/x' }), row('2', { path: 'f/a/y' }), row('3', { path: 'f/a/x' })];

  test('stands as the server gave it, or grouped by path in the order of the first of each', () => {
    expect(entriesOf(rows, false)).toHaveLength(3);
    expect(entriesOf(rows, true).map((entry) => (entry.kind === 'row' ? entry.row.id : `${entry.path} ${entry.count}`))).toEqual([
      'f/a/x 2',
      '1',
      '3',
      'f/a/y 1',
      '2',
    ]);
    expect(rowsOf(entriesOf(rows, true)).map(({ id }) => id)).toEqual(['1', '3', '2']);
  });

  test('j and k stop at the ends, and begin at the first when nothing is open', () => {
    expect(neighbourOf(rows, '1', 1)?.id).toBe('2');
    expect(neighbourOf(rows, '3', 1)?.id).toBe('3');
    expect(neighbourOf(rows, '1', -1)?.id).toBe('1');
    expect(neighbourOf(rows, null, 1)?.id).toBe('1');
    expect(neighbourOf([], null, 1)).toBeNull();
  });

  test('after a decision the next one below opens, after the last one the one above', () => {
    expect(nextAfter(rows, '1')?.id).toBe('2');
    expect(nextAfter(rows, '3')?.id).toBe('2');
    expect(nextAfter([row('1')], '1')).toBeNull();
  });
});

describe('deciding many at once', () => {
  test('leaves out what one may not decide, what has high risk, and what asks for values', () => {
    const rows = [
      row('ready'),
      row('risky', { risk: 'high' }),
      row('form', { has_form: true }),
      row('other', { viewer: { ...row('x').viewer, can_act: false } }),
      row('over', { status: 'approved' }),
      row('not chosen'),
    ];
    const { ready, left } = splitForBulk(rows, new Set(['ready', 'risky', 'form', 'other', 'over']));
    expect(ready.map(({ id }) => id)).toEqual(['ready']);
    expect(left.map(({ row: { id }, reason }) => `${id}: ${reason}`)).toEqual([
      'risky: Its risk is high: open it and decide it alone.',
      'form: It asks for values: open it and decide it alone.',
      'other: Not for you',
      'over: It has ended.',
    ]);
  });
});

describe('a request that changed while it was read', () => {
  const whole = (hash: string, version: number, amount: number, preview: unknown): Approval =>
    ({ ...row('1', { hash }), subject: { ...row('1').subject, version }, args: { amount, order: 7 }, preview }) as unknown as Approval;

  test('says what is different, and nothing while the hash is the same', () => {
    expect(changeSince(whole('a', 1, 5, null), whole('a', 1, 5, null))).toBeNull();
    expect(changeSince(whole('a', 1, 5, null), whole('b', 2, 9, { rows: 1 }))).toMatchObject({
      target: [{ name: 'version', before: 1, after: 2 }],
      args: [{ name: 'amount', before: 5, after: 9 }],
      isPreviewChanged: true,
      stage: null,
    });
    expect(changeSince(whole('a', 1, 5, null), { ...whole('b', 1, 5, null), stage: 1 })).toEqual({ target: [], args: [], isPreviewChanged: false, stage: 1 });
  });
});
