import type { JsonObject } from '../../../../backend/common/json.ts';
import type { Suspend } from '../../../../backend/flows/flow.contract.ts';

/** A round of an approval as its form holds it. */
export type StageForm = {
  readonly name?: string;
  readonly candidates?: readonly string[];
  readonly quorum?: 'any' | 'all' | number;
  readonly is_distinct?: boolean;
};

/** What `suspend.approval` may say besides the fields of OpenFlow. */
export type ApprovalForm = {
  readonly title?: string;
  readonly summary?: string;
  readonly stages?: readonly StageForm[];
  readonly veto?: 'first' | 'majority';
  readonly risk?: 'low' | 'normal' | 'high';
  readonly due_s?: number;
  readonly remind_every_s?: number;
  readonly on_expiry?: 'reject' | 'approve' | 'expire';
  readonly is_comment_required_on_reject?: boolean;
  readonly is_external_allowed?: boolean;
  readonly handler?: { readonly path: string };
};

/** A form without fields. */
export const noForm: JsonObject = { type: 'object', properties: {}, required: [] };

/** What an approval says in Millrace's own words. */
export function approvalOf(suspend: Suspend): ApprovalForm {
  const found = suspend['approval'];
  return typeof found === 'object' && found !== null ? (found as ApprovalForm) : {};
}

/** The one stage of OpenFlow's fields as the first of several. */
export function withStages(suspend: Suspend): Suspend {
  const { user_groups_required: groups, required_events: needed = 1, ...rest } = suspend;
  const list = groups?.type === 'static' && Array.isArray(groups['value']) ? (groups['value'] as unknown[]).filter((one) => typeof one === 'string') : [];
  const candidates = list.map((one) => (/^[ug]\/|^owners$/.test(one) ? one : `g/${one}`));
  return { ...rest, approval: { ...approvalOf(suspend), stages: [{ name: '', candidates, quorum: needed <= 1 ? 'any' : needed, is_distinct: false }] } };
}

/** Back to one stage. */
export function withoutStages(suspend: Suspend): Suspend {
  const { stages: _stages, ...rest } = approvalOf(suspend);
  return { ...suspend, approval: rest, required_events: 1 };
}
