import fc from 'fast-check';
import type { Holders } from './candidates.ts';
import type { RequestState } from './stages.ts';

const people = ['u/ada', 'u/bob', 'u/cyd', 'u/dee', 'u/eve'] as const;

/** One of a few people. */
export const anyPerson = fc.constantFrom(...people);

const anyCandidate = fc.constantFrom('u/ada', 'u/bob', 'g/finance', 'g/board', 'owners');
const anyToken = fc.constantFrom('g/finance', 'g/board', 'o/f/shop', 'admins');

/** Who holds what; everyone holds their own name. */
export const anyHolders: fc.Arbitrary<Holders> = fc
  .tuple(...people.map(() => fc.uniqueArray(anyToken, { maxLength: 3 })))
  .map((tokens) => new Map(people.map((person, index) => [person, [person, ...(tokens[index] ?? [])]])));

const anyStage = fc.record({
  name: fc.constant(''),
  candidates: fc.uniqueArray(anyCandidate, { maxLength: 3 }),
  quorum: fc.oneof(fc.constantFrom('any' as const, 'all' as const), fc.integer({ min: 1, max: 3 })),
  is_distinct: fc.boolean(),
  escalated: fc.uniqueArray(anyCandidate, { maxLength: 1 }),
  excluded: fc.uniqueArray(anyPerson, { maxLength: 1 }),
});

/** A request that was just opened. */
export const anyRequest: fc.Arbitrary<RequestState> = fc.record({
  status: fc.constant('open' as const),
  path: fc.constantFrom('f/shop/refund', 'u/ada/refund'),
  stage: fc.constant(0),
  stages: fc.array(anyStage, { minLength: 1, maxLength: 3 }),
  chain: fc.uniqueArray(anyPerson, { maxLength: 2 }),
  authors: fc.uniqueArray(anyPerson, { maxLength: 1 }),
  spec: fc.record({
    veto: fc.constantFrom('first' as const, 'majority' as const),
    is_self_approval_forbidden: fc.boolean(),
    is_author_approval_forbidden: fc.boolean(),
    is_comment_required_on_reject: fc.boolean(),
    is_reject_hidden: fc.boolean(),
  }),
});

/** A vote that somebody tries to give, maybe in the right of another. */
export const anyVote = fc
  .record({
    voter: anyPerson,
    principal: fc.option(anyPerson, { nil: null }),
    vote: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
    comment: fc.constantFrom('', 'because'),
  })
  .map(({ principal, ...vote }) => ({ ...vote, principal: principal ?? vote.voter }));
