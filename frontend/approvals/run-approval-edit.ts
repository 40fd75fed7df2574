import type { ApprovalSpec, Quorum, RunApproval } from '../../backend/approvals/approvals.contract.ts';
import type { Level } from '../../backend/access/core/actions.ts';

/** What an approval is where its author says nothing: the owners of the folder or an admin decide, one of them. */
const plainSpec: ApprovalSpec = {
  title: '',
  summary: '',
  stages: [{ name: '', candidates: [], quorum: 'any', is_distinct: false }],
  veto: 'first',
  is_self_approval_forbidden: true,
  is_author_approval_forbidden: false,
  form: { approve: null, reject: null },
  is_comment_required_on_reject: false,
  is_reject_hidden: false,
  risk: 'normal',
  due_s: null,
  remind_every_s: null,
  escalate_after_s: null,
  escalate_to: [],
  expires_s: null,
  on_expiry: 'expire',
  is_external_allowed: false,
  preview: null,
  labels: {},
};

/** Who has to ask before a run, as a choice: nobody, those who only read, or everyone. */
export type NeededBy = 'nobody' | RunApproval['needed_by'];

/** Says who has to ask; what was said about the approval stays. */
export function withNeededBy(value: RunApproval | undefined, neededBy: NeededBy): RunApproval | undefined {
  return neededBy === 'nobody' ? undefined : { approval: value?.approval ?? plainSpec, needed_by: neededBy };
}

/** Changes a part of what is said about the approval. */
export const withSpec = (value: RunApproval, part: Partial<ApprovalSpec>): RunApproval => ({ ...value, approval: { ...value.approval, ...part } });

/** Changes the first stage; further ones stay. */
export function withFirstStage(value: RunApproval, part: { candidates?: string[]; quorum?: Quorum }): RunApproval {
  const [first = { name: '', candidates: [], quorum: 'any' as const, is_distinct: false }, ...others] = value.approval.stages;
  return withSpec(value, { stages: [{ ...first, ...part }, ...others] });
}

/** Whether a person with a level on a script or flow has to ask before it runs. The server decides by the same rule. */
export function hasToAsk(value: RunApproval | null | undefined, level: Level): boolean {
  if (!value) return false;
  return value.needed_by === 'everyone' || level === 'read';
}

/** A run that needs an approval, in words. */
export function wordsOfRunApproval(value: RunApproval): string {
  const who = value.needed_by === 'everyone' ? 'Everyone has to ask' : 'Those who may not change it have to ask';
  const candidates = value.approval.stages[0]?.candidates ?? [];
  return `${who}; ${candidates.length === 0 ? 'the owners of the folder or an admin decide' : `${candidates.join(', ')} ${candidates.length === 1 ? 'decides' : 'decide'}`}`;
}
