import type { z } from 'zod';
import type { Suspend } from '../../flows/flow.contract.ts';
import { ApprovalSpec } from '../approvals.contract.ts';

/** Seconds after which an approval of OpenFlow that says nothing about it ends. */
const usualTimeoutSeconds = 1_800;

/**
 * What an author may write as `suspend.approval` beside the fields of OpenFlow: any part of an {@link ApprovalSpec}, which then counts
 * instead.
 */
export type SpecInput = z.input<typeof ApprovalSpec>;

/**
 * An approval step of OpenFlow as a spec. `groups` is what `user_groups_required` came to when it was evaluated. Sign-in is always
 * needed, so `user_auth_required` changes nothing. What `suspend.approval` says goes first; it may name stages of its own. The summary of
 * the step is the title where nothing else is: what an author wrote says more than an id.
 */
export function specOfSuspend(suspend: Suspend, groups: readonly string[] = [], summary = ''): SpecInput {
  const timeout = suspend.timeout ?? usualTimeoutSeconds;
  const events = suspend.required_events ?? 1;
  const form = suspend.resume_form?.schema;
  const own = typeof suspend['approval'] === 'object' && suspend['approval'] !== null ? (suspend['approval'] as SpecInput) : {};
  return {
    ...(summary === '' ? {} : { title: literal(summary) }),
    stages: [{ candidates: groups.map(candidateOfGroup), quorum: events <= 1 ? 'any' : events }],
    is_self_approval_forbidden: suspend.self_approval_disabled ?? false,
    is_reject_hidden: suspend.hide_cancel ?? false,
    expires_s: Math.max(1, Math.ceil(timeout)),
    ...(form ? { form: { approve: form } } : {}),
    ...own,
  };
}

/** Groups are named without their letter in OpenFlow; both are taken. */
const candidateOfGroup = (group: string): string => (/^[ug]\/|^owners$/.test(group) ? group : `g/${group}`);

/** A text of which nothing is filled in, within the length of a title. */
const literal = (text: string): string => text.slice(0, 250).replace(/\\*\{\{/g, '{ {');
