import { describe, expect, test } from '@jest/globals';
import type { ApprovalEvent } from '../../backend/approvals/approvals.contract.ts';
import { bulkOutcomeOf, candidatesOf, dueOf, effectOf, hasActor, outcomeOf, quorumOf, sentenceOf, wordsOfChannel } from './approval-words.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

const event = (part: Partial<ApprovalEvent>): ApprovalEvent => ({
  id: '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c01',
  at: at(0),
  kind: 'requested',
  actor: 'u/ada',
  on_behalf_of: null,
  channel: 'inbox',
  stage: null,
  comment: '',
  values: null,
  details: {},
  ...part,
});

describe('when a request is due', () => {
  test.each([
    ['in days, calmly', at(3000), null, 'Due in 2 d 2 h', 'calm'],
    ['soon', at(130), null, 'Due in 2 h 10 min', 'soon'],
    ['within the minute', at(0.5), null, 'Due in under a minute', 'soon'],
    ['just now', at(-0.5), null, 'Due now', 'late'],
    ['since a while', at(-125), null, 'Overdue by 2 h 5 min', 'late'],
    ['never, but it ends by itself', null, at(3000), 'Expires in 2 d 2 h', 'calm'],
    ['never, and its end is near', null, at(100), 'Expires in 1 h 40 min', 'late'],
    ['in the past, and its end is near: that is what counts now', at(-5), at(30), 'Expires in 30 min', 'late'],
    ['in the past, and its end is far: that it is late is what counts', at(-5), at(3000), 'Overdue by 5 min', 'late'],
  ])('says that it is due %s', (_, due, expires, words, tone) => {
    expect(dueOf({ status: 'open', due_at: due, expires_at: expires }, now)).toMatchObject({ words, tone });
  });

  test('says nothing for one that has ended or is never due', () => {
    expect(dueOf({ status: 'approved', due_at: at(-5), expires_at: null }, now)).toBeNull();
    expect(dueOf({ status: 'open', due_at: null, expires_at: null }, now)).toBeNull();
  });
});

describe('the words of a request', () => {
  test('what happens depends on what asks', () => {
    const subject = { path: 'f/a/b', version: 1, job_id: null, step: 'approve' };
    expect(effectOf({ subject: { ...subject, kind: 'flow' }, requested_by: 'u/ben' })).toBe('The flow goes on after step approve.');
    expect(effectOf({ subject: { ...subject, kind: 'run', step: null }, requested_by: 'u/ben' })).toBe('It runs once, for ben, with these arguments.');
    expect(effectOf({ subject: { ...subject, kind: 'agent', step: 'send_mail' }, requested_by: 'u/ben' })).toBe('The agent calls send_mail.');
  });

  test('a stage names its candidates and how many of them', () => {
    expect(candidatesOf({ candidates: ['g/finance', 'u/carl', 'owners'] })).toBe('g/finance, carl, owners of the folder');
    expect(candidatesOf({ candidates: [] })).toBe('owners of the folder and admins');
    expect([quorumOf({ quorum: 'all', needed: 3 }), quorumOf({ quorum: 'any', needed: 1 }), quorumOf({ quorum: 2, needed: 2 })]).toEqual([
      'all of them',
      'one of them',
      '2 of them',
    ]);
  });

  test('an entry of the record is a sentence after its actor, or one of its own', () => {
    expect(sentenceOf(event({ kind: 'reassigned', details: { to: ['u/carl', 'g/finance'] } }))).toBe('reassigned it to carl, g/finance');
    expect(sentenceOf(event({ kind: 'stage_passed', stage: 0 }))).toBe('Stage 1 was passed');
    expect(hasActor(event({ kind: 'approved' }))).toBe(true);
    expect(hasActor(event({ kind: 'stage_passed' }))).toBe(false);
    expect(hasActor(event({ kind: 'withdrawn', actor: 'system' }))).toBe(false);
  });

  test('the channel is told only where it is not the inbox', () => {
    expect([wordsOfChannel('inbox'), wordsOfChannel('link'), wordsOfChannel('teams')]).toEqual(['', 'by link', 'through teams']);
  });

  test('after a vote that was not the last one, who is still waited for is told', () => {
    expect(outcomeOf({ status: 'open', waiting_for: '1 of 2 from g/finance' }, 'approve')).toBe('You approved; it still waits for 1 of 2 from g/finance');
    expect(outcomeOf({ status: 'rejected', waiting_for: '' }, 'reject')).toBe('You rejected');
    expect(bulkOutcomeOf(2, 1, 'approve')).toBe('2 requests approved, 1 request refused');
  });
});
