import { Button, SegmentedControl, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import type { ToolRule, ToolRuleName } from '../../../../backend/agents/agent.contract.ts';
import { conditionOf } from '../../../../backend/agents/core/tool-condition.ts';
import type { ApprovalSpec } from '../../../../backend/approvals/approvals.contract.ts';
import { CandidatesField } from '../../../approvals/CandidateField.tsx';
import { NumberSetting, SecondsSetting } from '../../../flows/editor/settings/fields.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

const names: { value: ToolRuleName; label: string }[] = [
  { value: 'auto', label: 'Runs by itself' },
  { value: 'ask', label: 'Asks first' },
  { value: 'deny', label: 'Is not run' },
];

/** Props of {@link RuleFields}. */
export type RuleFieldsProps = { label: string; value: ToolRule; onChange: (rule: ToolRule) => void; pointer: string };

/** Whether a tool may be called, under which conditions it is otherwise, and who decides where it asks. */
export function RuleFields({ label, value, onChange, pointer }: RuleFieldsProps): ReactNode {
  const { errorAt } = useAgentForm();
  const id = useId();
  const asks = value.otherwise === 'ask' || value.when.some(({ then }) => then === 'ask');
  const setWhen = (when: ToolRule['when']): void => onChange({ ...value, when });
  return (
    <div className={classes.group} role="group" aria-labelledby={id}>
      <p id={id} className={classes.cardTitle}>
        {label}
      </p>
      <SegmentedControl
        aria-label={label}
        data={names}
        value={value.otherwise}
        onChange={(next) => onChange({ ...value, otherwise: next as ToolRuleName })}
        style={{ alignSelf: 'flex-start' }}
      />
      <div className={classes.conditions}>
        {value.when.map((condition, index) => (
          <div key={index} className={classes.condition}>
            <TextInput
              aria-label={`Condition ${index + 1}`}
              classNames={{ input: 'mono' }}
              value={condition.if}
              onChange={({ currentTarget }) => setWhen(value.when.map((one, other) => (other === index ? { ...one, if: currentTarget.value } : one)))}
              error={errorAt(`${pointer}/when/${index}/if`)}
              placeholder="args.amount > 100"
              autoComplete="off"
              spellCheck={false}
            />
            <Select
              aria-label={`What it does when condition ${index + 1} holds`}
              data={names}
              value={condition.then}
              onChange={(next) => next && setWhen(value.when.map((one, other) => (other === index ? conditionOf(one.if, next as ToolRuleName) : one)))}
              allowDeselect={false}
              w={150}
            />
            <IconButton
              label={`Remove condition ${index + 1}`}
              icon={<IconTrash />}
              variant="subtle"
              onClick={() => setWhen(value.when.filter((_, other) => other !== index))}
            />
          </div>
        ))}
        <div>
          <Button size="xs" leftSection={<IconPlus />} disabled={value.when.length >= 20} onClick={() => setWhen([...value.when, conditionOf('', 'ask')])}>
            Add condition
          </Button>
        </div>
        {value.when.length > 0 && <p className={classes.quiet}>The first condition that holds decides. One that cannot be worked out asks.</p>}
      </div>
      {asks && <ApprovalFields value={value.approval} onChange={(approval) => onChange({ ...value, approval })} pointer={`${pointer}/approval`} />}
    </div>
  );
}

type Approval = Partial<ApprovalSpec>;
type Stage = ApprovalSpec['stages'][number];

const anyone: Stage = { name: '', candidates: [], quorum: 'any', is_distinct: false };

/** Who is asked, what they read, and how long they have. */
function ApprovalFields({ value, onChange, pointer }: { value: Approval; onChange: (value: Approval) => void; pointer: string }): ReactNode {
  const { errorAt } = useAgentForm();
  const id = useId();
  const stage = value.stages?.[0] ?? anyone;
  const set = (part: Approval): void =>
    onChange(Object.fromEntries(Object.entries({ ...value, ...part }).filter(([, entry]) => entry !== undefined && entry !== '')) as Approval);
  const setStage = (part: Partial<Stage>): void => set({ stages: [{ ...stage, ...part }, ...(value.stages?.slice(1) ?? [])] });
  return (
    <fieldset className={classes.cardBody} style={{ border: '1px solid var(--line)', borderRadius: 'var(--radius-control)' }}>
      <legend className="visually-hidden">Approval</legend>
      <CandidatesField
        id={`${id}candidates`}
        label="Who decides"
        description="Nobody named: admins and the owners of the folder."
        value={[...stage.candidates]}
        onChange={(candidates) => setStage({ candidates })}
        error={errorAt(`${pointer}/stages`)}
      />
      <div className={classes.pair}>
        <NumberSetting
          label="Approvals needed"
          value={typeof stage.quorum === 'number' ? stage.quorum : 1}
          min={1}
          max={100}
          onChange={(next) => setStage({ quorum: (next ?? 1) > 1 ? (next as number) : 'any' })}
        />
        <Select
          label="Risk"
          data={[
            { value: 'low', label: 'Low' },
            { value: 'normal', label: 'Normal' },
            { value: 'high', label: 'High: asked twice' },
          ]}
          value={value.risk ?? 'normal'}
          onChange={(next) => set({ risk: next === 'normal' ? undefined : (next as ApprovalSpec['risk']) })}
          allowDeselect={false}
        />
        <SecondsSetting
          label="Ends after"
          hint="Empty: as the workspace says"
          value={value.expires_s ?? undefined}
          min={1}
          onChange={(next) => set({ expires_s: next })}
        />
      </div>
      <TextInput
        label="Title"
        description="{{args.amount}} puts an argument in, {{tool.name}} the tool."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value.title ?? ''}
        onChange={({ currentTarget }) => set({ title: currentTarget.value })}
        error={errorAt(`${pointer}/title`)}
        placeholder="Refund {{args.amount}} for order {{args.order_id}}?"
        autoComplete="off"
      />
      <Textarea
        label="What they need to know"
        value={value.summary ?? ''}
        onChange={({ currentTarget }) => set({ summary: currentTarget.value })}
        error={errorAt(`${pointer}/summary`)}
        autosize
        minRows={1}
        maxRows={6}
      />
      <Switch
        label="Not by the one who asked"
        checked={value.is_self_approval_forbidden ?? false}
        onChange={({ currentTarget }) => set({ is_self_approval_forbidden: currentTarget.checked || undefined })}
      />
      <Switch
        label="A reason is needed to reject"
        description="The model reads it."
        checked={value.is_comment_required_on_reject ?? false}
        onChange={({ currentTarget }) => set({ is_comment_required_on_reject: currentTarget.checked || undefined })}
      />
    </fieldset>
  );
}
