import { NumberInput, Select, Switch } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { RunApproval } from '../../backend/approvals/approvals.contract.ts';
import { CandidatesField } from './CandidateField.tsx';
import { withFirstStage, withNeededBy, withSpec, type NeededBy } from './run-approval-edit.ts';

/** Props of {@link RunApprovalFields}. */
export type RunApprovalFieldsProps = { value: RunApproval | undefined; onChange: (value: RunApproval | undefined) => void };

const choices: { value: NeededBy; label: string }[] = [
  { value: 'nobody', label: 'Everyone who can see it' },
  { value: 'readers', label: 'Those who may change it; others ask' },
  { value: 'everyone', label: 'Nobody without asking' },
];

/** Who may run a script or flow without asking, and who decides when somebody asks. */
export function RunApprovalFields({ value, onChange }: RunApprovalFieldsProps): ReactNode {
  const id = useId();
  return (
    <>
      <Select
        label="Who may run it"
        data={choices}
        value={value?.needed_by ?? 'nobody'}
        onChange={(next) => next !== null && onChange(withNeededBy(value, next as NeededBy))}
        allowDeselect={false}
      />
      {value && <Decision id={id} value={value} onChange={onChange} />}
    </>
  );
}

function Decision({ id, value, onChange }: { id: string; value: RunApproval; onChange: (value: RunApproval) => void }): ReactNode {
  const { approval } = value;
  const [first] = approval.stages;
  const further = approval.stages.length - 1;
  return (
    <>
      <CandidatesField
        id={id}
        label="Who decides"
        description={further > 0 ? `In the first of ${further + 1} stages; the others stay as they are` : 'Empty: the owners of its folder, or an admin'}
        value={first?.candidates ?? []}
        onChange={(candidates) => onChange(withFirstStage(value, { candidates }))}
      />
      <NumberInput
        label="Approvals needed"
        value={first?.quorum === 'any' || first === undefined ? 1 : first.quorum === 'all' ? '' : first.quorum}
        placeholder="All of them"
        onChange={(next) => onChange(withFirstStage(value, { quorum: typeof next !== 'number' ? 'all' : next <= 1 ? 'any' : next }))}
        min={1}
        max={100}
        allowDecimal={false}
      />
      <Switch
        label="Nobody approves what they asked for"
        checked={approval.is_self_approval_forbidden}
        onChange={(event) => onChange(withSpec(value, { is_self_approval_forbidden: event.currentTarget.checked }))}
      />
      <Switch
        label="A rejection needs a comment"
        checked={approval.is_comment_required_on_reject}
        onChange={(event) => onChange(withSpec(value, { is_comment_required_on_reject: event.currentTarget.checked }))}
      />
    </>
  );
}
