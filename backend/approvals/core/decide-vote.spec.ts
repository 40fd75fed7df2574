import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyHolders, anyRequest, anyVote } from './approval-arbitrary.test-support.ts';
import type { Holders } from './candidates.ts';
import { decideVote, type Decision, type Vote } from './decide-vote.ts';
import { mayVote } from './may-vote.ts';
import { tally } from './quorum.ts';
import type { CastVote, RequestState, StageState } from './stages.ts';

const holders: Holders = new Map([
  ['u/ada', ['u/ada', 'g/finance']],
  ['u/bob', ['u/bob', 'g/finance']],
  ['u/cyd', ['u/cyd', 'g/finance', 'o/f/shop']],
  ['u/dee', ['u/dee', 'admins']],
]);
const aStage = (changes: Partial<StageState> = {}): StageState => ({
  name: '',
  candidates: ['g/finance'],
  quorum: 'any',
  is_distinct: false,
  escalated: [],
  excluded: [],
  ...changes,
});
const aRequest = (changes: Partial<Omit<RequestState, 'spec'>> & { spec?: Partial<RequestState['spec']> } = {}): RequestState => ({
  status: 'open',
  path: 'f/shop/refund',
  stage: 0,
  stages: [aStage()],
  chain: ['u/zoe'],
  authors: [],
  ...changes,
  spec: {
    veto: 'first',
    is_self_approval_forbidden: false,
    is_author_approval_forbidden: false,
    is_comment_required_on_reject: false,
    is_reject_hidden: false,
    ...changes.spec,
  },
});
const aVote = (voter: string, vote: 'approve' | 'reject' = 'approve', principal = voter): Vote => ({ voter, principal, vote, comment: '' });
const cast = (voter: string, vote: 'approve' | 'reject' = 'approve', stage = 0, principal = voter): CastVote => ({
  stage,
  voter,
  principal,
  vote,
  is_escalated: false,
});

/** What comes of votes one after another; refused ones leave no trace. */
function play(request: RequestState, votes: readonly Vote[], who: Holders): { request: RequestState; cast: CastVote[]; decisions: Decision[] } {
  let state = request;
  const given: CastVote[] = [];
  const decisions = votes.map((vote) => {
    const decision = decideVote(state, given, vote, who);
    if (decision.kind !== 'refused') given.push(decision.vote);
    if (decision.kind === 'stage_passed') state = { ...state, stage: decision.nextStage };
    if (decision.kind === 'ended') state = { ...state, status: decision.outcome };
    return decision;
  });
  return { request: state, cast: given, decisions };
}

describe('a vote', () => {
  const cases: [what: string, request: RequestState, before: CastVote[], vote: Vote, outcome: string][] = [
    ['of one candidate is enough for any', aRequest(), [], aVote('u/ada'), 'approved'],
    ['of somebody who is not asked', aRequest(), [], aVote('u/dee'), 'not_a_candidate'],
    ['of an owner where nobody is named', aRequest({ stages: [aStage({ candidates: [] })] }), [], aVote('u/cyd'), 'approved'],
    ['of an admin where nobody is named', aRequest({ stages: [aStage({ candidates: [] })] }), [], aVote('u/dee'), 'approved'],
    ['that is the first of two', aRequest({ stages: [aStage({ quorum: 2 })] }), [], aVote('u/ada'), 'counted'],
    ['that is the second of two', aRequest({ stages: [aStage({ quorum: 2 })] }), [cast('u/bob')], aVote('u/ada'), 'approved'],
    ['given twice', aRequest({ stages: [aStage({ quorum: 2 })] }), [cast('u/ada')], aVote('u/ada'), 'already_voted'],
    [
      'of a delegate whose principal has voted',
      aRequest({ stages: [aStage({ quorum: 3 })] }),
      [cast('u/ada')],
      aVote('u/bob', 'approve', 'u/ada'),
      'already_voted',
    ],
    ['of one person in two rights', aRequest({ stages: [aStage({ quorum: 2 })] }), [cast('u/bob')], aVote('u/bob', 'approve', 'u/ada'), 'already_voted'],
    ['of a delegate in the right of a candidate', aRequest(), [], aVote('u/dee', 'approve', 'u/ada'), 'approved'],
    ['in the right of somebody who is not asked', aRequest(), [], aVote('u/ada', 'approve', 'u/dee'), 'not_a_candidate'],
    ['of all but one', aRequest({ stages: [aStage({ quorum: 'all' })] }), [cast('u/ada')], aVote('u/bob'), 'counted'],
    ['that completes all', aRequest({ stages: [aStage({ quorum: 'all' })] }), [cast('u/ada'), cast('u/bob')], aVote('u/cyd'), 'approved'],
    [
      'that completes all who are not barred',
      aRequest({ chain: ['u/cyd'], stages: [aStage({ quorum: 'all' })], spec: { is_self_approval_forbidden: true } }),
      [cast('u/ada')],
      aVote('u/bob'),
      'approved',
    ],
    ['against, first veto', aRequest({ stages: [aStage({ quorum: 2 })] }), [], aVote('u/ada', 'reject'), 'rejected'],
    [
      'against that leaves the quorum possible',
      aRequest({ stages: [aStage({ quorum: 2 })], spec: { veto: 'majority' } }),
      [],
      aVote('u/ada', 'reject'),
      'counted',
    ],
    [
      'against that makes the quorum impossible',
      aRequest({ stages: [aStage({ quorum: 2 })], spec: { veto: 'majority' } }),
      [cast('u/bob', 'reject')],
      aVote('u/ada', 'reject'),
      'rejected',
    ],
    [
      'against without the comment that is needed',
      aRequest({ spec: { is_comment_required_on_reject: true } }),
      [],
      aVote('u/ada', 'reject'),
      'comment_required',
    ],
    ['against where that is not offered', aRequest({ spec: { is_reject_hidden: true } }), [], aVote('u/ada', 'reject'), 'reject_hidden'],
    ['of who asked, forbidden', aRequest({ chain: ['u/ada'], spec: { is_self_approval_forbidden: true } }), [], aVote('u/ada'), 'self_approval'],
    ['of who asked, allowed', aRequest({ chain: ['u/ada'] }), [], aVote('u/ada'), 'approved'],
    [
      'of a delegate of who asked',
      aRequest({ chain: ['u/ada'], spec: { is_self_approval_forbidden: true } }),
      [],
      aVote('u/bob', 'approve', 'u/ada'),
      'self_approval',
    ],
    [
      'of who asked, as a delegate',
      aRequest({ chain: ['u/ada'], spec: { is_self_approval_forbidden: true } }),
      [],
      aVote('u/ada', 'approve', 'u/bob'),
      'self_approval',
    ],
    ['of who deployed it, forbidden', aRequest({ authors: ['u/ada'], spec: { is_author_approval_forbidden: true } }), [], aVote('u/ada'), 'self_approval'],
    ['of who approved in a stage before', aRequest({ stage: 1, stages: [aStage(), aStage({ is_distinct: true })] }), [cast('u/ada')], aVote('u/ada'), 'barred'],
    [
      'of whose delegate approved in a stage before',
      aRequest({ stage: 1, stages: [aStage(), aStage({ is_distinct: true })] }),
      [cast('u/dee', 'approve', 0, 'u/ada')],
      aVote('u/ada'),
      'barred',
    ],
    ['that passes a stage', aRequest({ stages: [aStage(), aStage()] }), [], aVote('u/ada'), 'stage_passed'],
    ['after the end', aRequest({ status: 'approved' }), [], aVote('u/ada'), 'ended'],
    ['after the time', aRequest({ status: 'expired' }), [], aVote('u/ada'), 'expired'],
    ['of who gave it away', aRequest({ stages: [aStage({ excluded: ['u/ada'] })] }), [], aVote('u/ada'), 'barred'],
    ['of who came by escalation', aRequest({ stages: [aStage({ escalated: ['u/dee'] })] }), [], aVote('u/dee'), 'approved'],
    [
      'of who came by escalation, for one of all',
      aRequest({ stages: [aStage({ quorum: 'all', escalated: ['u/dee'] })] }),
      [cast('u/ada'), cast('u/bob')],
      aVote('u/dee'),
      'approved',
    ],
  ];

  test.each(cases)('%s', (_what, request, before, vote, outcome) => {
    const decision = decideVote(request, before, vote, holders);
    expect(decision.kind === 'refused' ? decision.refusal.code : decision.kind === 'ended' ? decision.outcome : decision.kind).toBe(outcome);
  });

  test('of somebody who lost the right meanwhile is refused, and one that was given before stays', () => {
    const request = aRequest({ stages: [aStage({ quorum: 2 })] });
    const later: Holders = new Map([...holders].filter(([person]) => person !== 'u/ada'));
    expect(decideVote(request, [], aVote('u/ada'), later)).toMatchObject({ kind: 'refused', refusal: { code: 'not_a_candidate' } });
    expect(decideVote(request, [cast('u/ada')], aVote('u/bob'), later)).toMatchObject({ kind: 'ended', outcome: 'approved' });
  });
});

describe('any request under any votes', () => {
  const someVotes = fc.array(anyVote, { maxLength: 20 });

  test('ends once, and nothing is taken after its end', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const { decisions } = play(request, votes, who);
        const end = decisions.findIndex(({ kind }) => kind === 'ended');
        if (end >= 0) expect(decisions.slice(end + 1).every(({ kind }) => kind === 'refused')).toBe(true);
      }),
    );
  });

  test('takes one vote of each person and of each right in a stage', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const given = play(request, votes, who).cast;
        for (const side of ['voter', 'principal'] as const) {
          const keys = given.map((vote) => `${vote.stage} ${vote[side]}`);
          expect(new Set(keys).size).toBe(keys.length);
        }
      }),
    );
  });

  test('is approved only with the quorum of every stage', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const end = play(request, votes, who);
        if (end.request.status !== 'approved') return;
        request.stages.forEach(({ quorum }, stage) => {
          const approvals = end.cast.filter((vote) => vote.stage === stage && vote.vote === 'approve').length;
          expect(approvals).toBeGreaterThanOrEqual(typeof quorum === 'number' ? quorum : 1);
        });
      }),
    );
  });

  test('is never decided by who is barred, in no right', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const banned = [
          ...(request.spec.is_self_approval_forbidden ? request.chain : []),
          ...(request.spec.is_author_approval_forbidden ? request.authors : []),
        ];
        for (const { voter, principal } of play(request, votes, who).cast)
          expect(banned.some((person) => person === voter || person === principal)).toBe(false);
      }),
    );
  });

  test('is rejected only by a rejection, and with the first veto by the first', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const end = play(request, votes, who);
        const rejections = end.cast.filter(({ vote }) => vote === 'reject').length;
        if (end.request.status === 'rejected') expect(rejections).toBeGreaterThan(0);
        if (request.spec.veto === 'first') expect(rejections > 0).toBe(end.request.status === 'rejected');
      }),
    );
  });

  test('never rejects by majority what could still be approved', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyHolders, (request, votes, who) => {
        const majority = { ...request, spec: { ...request.spec, veto: 'majority' as const } };
        const { cast: given, decisions, request: end } = play(majority, votes, who);
        if (decisions.some((decision) => decision.kind === 'ended' && decision.outcome === 'rejected')) {
          const { approvals, left, needed } = tally({ ...end, status: 'open' }, given, who);
          expect(approvals + left).toBeLessThan(needed);
        }
      }),
    );
  });

  test('gives a reason to everyone, and takes the vote exactly of those whom it lets', () => {
    fc.assert(
      fc.property(anyRequest, someVotes, anyVote, anyHolders, (request, votes, vote, who) => {
        const state = play(request, votes, who);
        const permission = mayVote(state.request, state.cast, vote, who);
        expect(permission.because).not.toBe('');
        const decision = decideVote(
          { ...state.request, spec: { ...state.request.spec, is_comment_required_on_reject: false, is_reject_hidden: false } },
          state.cast,
          vote,
          who,
        );
        expect(decision.kind === 'refused').toBe(!permission.allowed);
      }),
    );
  });
});
