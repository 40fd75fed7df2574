import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ApprovalSpec } from '../approvals.contract.ts';
import { anyHolders, anyRequest, anyPerson } from './approval-arbitrary.test-support.ts';
import { candidatesInWords, groupTokensOf, ownTokensOf, tokensOf } from './candidates.ts';
import { renderSpec } from './render-spec.ts';
import { specOfSuspend } from './spec-of-suspend.ts';
import { escalate, reassign, stageTokens } from './stages.ts';
import { dueNow, firstTimes, nextMoment, nextReminder } from './timing.ts';
import { waitingFor } from './waiting-for.ts';

describe('candidates', () => {
  test('without anybody named are the owners of the space, and admins', () => {
    expect(tokensOf([], 'f/shop/refund')).toEqual(['o/f/shop', 'admins']);
    expect(tokensOf(['owners', 'g/finance'], 'u/ada/x')).toEqual(['o/u/ada', 'admins', 'g/finance']);
    expect(candidatesInWords([], 'f/shop/refund')).toBe('the owners of f/shop');
    expect(candidatesInWords(['g/a', 'g/b', 'u/c'], 'f/shop/refund')).toBe('g/a, g/b or u/c');
  });

  test('are met by what a member is and owns; an operator owns nothing', () => {
    const member = {
      username: 'ada',
      groups: ['finance'],
      folders: new Map([
        ['shop', 'owner'],
        ['lab', 'write'],
      ]),
    };
    expect(ownTokensOf({ ...member, role: 'developer' })).toEqual(['u/ada', 'o/u/ada', 'o/f/shop']);
    expect(ownTokensOf({ ...member, role: 'operator' })).toEqual(['u/ada']);
    expect(ownTokensOf({ ...member, role: 'admin' })).toContain('admins');
    expect(groupTokensOf({ ...member, role: 'operator' })).toEqual(['g/finance']);
  });
});

describe('stages', () => {
  test('that are escalated keep their candidates, from the current one on', () => {
    fc.assert(
      fc.property(anyRequest, ({ stages, path }) => {
        const later = escalate(stages, 1, ['u/boss']);
        later.forEach((stage, index) => {
          expect(stageTokens(stage, path)).toEqual(expect.arrayContaining(stageTokens(stages[index] as (typeof stages)[number], path)));
          expect(stageTokens(stage, path).includes('u/boss')).toBe(index >= 1);
        });
      }),
    );
  });

  test('that are given to others change only where they are given', () => {
    fc.assert(
      fc.property(anyRequest, fc.option(anyPerson, { nil: null }), ({ stages, path }, part) => {
        const given = reassign(stages, 0, ['g/others'], part);
        expect(given.slice(1)).toEqual(stages.slice(1));
        const tokens = stageTokens(given[0] as (typeof given)[number], path);
        expect(tokens).toContain('g/others');
        if (part === null) expect(tokens).toEqual(['g/others']);
        else expect(given[0]?.excluded).toContain(part);
      }),
    );
  });

  test('say whom they wait for, while they wait', () => {
    fc.assert(
      fc.property(anyRequest, anyHolders, (request, holders) => {
        expect(waitingFor(request, [], holders)).not.toBe('');
        expect(waitingFor({ ...request, status: 'approved' }, [], holders)).toBe('');
      }),
    );
  });

  test('count in words what is there and what is needed', () => {
    const stage = { name: '', candidates: ['g/finance'], quorum: 2, is_distinct: false, escalated: [], excluded: [] };
    const request = { status: 'open' as const, path: 'f/shop/x', stage: 0, stages: [stage], chain: [], authors: [], spec: ApprovalSpec.parse({}) };
    const holders = new Map([
      ['u/ada', ['g/finance']],
      ['u/bob', ['g/finance']],
    ]);
    const vote = { stage: 0, voter: 'u/ada', principal: 'u/ada', vote: 'approve' as const, is_escalated: false };
    expect(waitingFor(request, [vote], holders)).toBe('1 of 2 from g/finance');
    expect(waitingFor({ ...request, stages: [{ ...stage, quorum: 'any' }] }, [], holders)).toBe('g/finance');
    expect(waitingFor(request, [], new Map())).toBe('nobody: none of g/finance may decide');
    expect(waitingFor(request, [], new Map([['u/ada', ['g/finance']]]))).toBe('0 of 2 from g/finance, of whom only 1 more may decide');
  });
});

describe('times', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const none = { due_s: null, remind_every_s: null, escalate_after_s: null, escalate_to: [], expires_s: null };

  test('of a spec without any are none', () => {
    expect(firstTimes(none, now)).toEqual({ dueAt: null, remindAt: null, escalateAt: null, expiresAt: null });
    expect(nextMoment(firstTimes(none, now))).toBeNull();
  });

  test('begin reminders when it is due, or after the first interval', () => {
    expect(firstTimes({ ...none, due_s: 60, remind_every_s: 10 }, now).remindAt).toEqual(at(60));
    expect(firstTimes({ ...none, remind_every_s: 10 }, now).remindAt).toEqual(at(10));
  });

  test('do not escalate to nobody', () => {
    expect(firstTimes({ ...none, escalate_after_s: 60 }, now).escalateAt).toBeNull();
    expect(firstTimes({ ...none, escalate_after_s: 60, escalate_to: ['u/boss'] }, now).escalateAt).toEqual(at(60));
  });

  test('let expiry go before all else', () => {
    expect(dueNow({ remindAt: at(-1), escalateAt: at(-1), expiresAt: at(0) }, now)).toEqual(['expire']);
    expect(dueNow({ remindAt: at(-1), escalateAt: at(-1), expiresAt: at(1) }, now)).toEqual(['escalate', 'remind']);
  });

  test('give one reminder for all that were missed, and then keep the rhythm', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 0, max: 1_000_000 }), (every, late) => {
        const next = nextReminder(now, every, at(late));
        expect(next.getTime()).toBeGreaterThan(at(late).getTime());
        expect(next.getTime()).toBeLessThanOrEqual(at(late + every).getTime());
        expect((next.getTime() - now.getTime()) % (every * 1000)).toBe(0);
      }),
    );
  });
});

describe('an approval step of OpenFlow', () => {
  test('that says nothing asks one of the owners, for half an hour', () => {
    expect(renderSpec(specOfSuspend({}), {})).toMatchObject({
      stages: [{ candidates: [], quorum: 'any' }],
      expires_s: 1800,
      on_expiry: 'expire',
      is_reject_hidden: false,
    });
  });

  test('is called by the summary of its step, in which nothing is filled in, unless it has a title of its own', () => {
    expect(renderSpec(specOfSuspend({}, [], 'Finance decides on {{#if'), {}).title).toBe('Finance decides on { {#if');
    expect(renderSpec(specOfSuspend({ approval: { title: 'Refund {{args.order}}' } }, [], 'Finance decides'), { args: { order: 7 } }).title).toBe('Refund 7');
  });

  test('becomes an approval field by field', () => {
    const spec = renderSpec(
      specOfSuspend({ required_events: 2, timeout: 60.5, self_approval_disabled: true, hide_cancel: true, resume_form: { schema: { type: 'object' } } }, [
        'finance',
        'g/board',
        'u/ada',
      ]),
      {},
    );
    expect(spec).toMatchObject({
      stages: [{ candidates: ['g/finance', 'g/board', 'u/ada'], quorum: 2 }],
      expires_s: 61,
      is_self_approval_forbidden: true,
      is_reject_hidden: true,
      form: { approve: { type: 'object' }, reject: null },
    });
  });

  test('may say more in an approval of its own, with texts over what is in scope', () => {
    const approval = {
      title: 'Refund\n{{args.order}}',
      summary: '**{{args.name}}**',
      stages: [{ candidates: ['u/{{args.manager}}', '{{results.team}}'], quorum: 'all' }],
    };
    const spec = renderSpec(specOfSuspend({ timeout: 10, approval }), { args: { order: 7, name: '*x*', manager: 'bob' }, results: { team: ['g/a', 'g/b'] } });
    expect(spec).toMatchObject({ title: 'Refund 7', summary: '**\\*x\\***', stages: [{ candidates: ['u/bob', 'g/a', 'g/b'], quorum: 'all' }], expires_s: 10 });
  });

  test.each([
    ['a candidate that is none', { stages: [{ candidates: ['{{args.nobody}}x'] }] }, /candidates/],
    ['a field that is not known', { approvers: ['u/ada'] }, /approval is not valid/],
    ['a template that cannot be read', { summary: '{{#if' }, /summary of the approval/],
  ])('is refused with %s', (_what, approval, message) => {
    expect(() => renderSpec(specOfSuspend({ approval }), { args: {} })).toThrow(message);
  });
});
