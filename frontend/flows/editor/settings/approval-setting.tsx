import { Button, Select, TagsInput, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import { groupsQuery, membersQuery } from '../../../people/people.api.ts';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import { useWorkspace } from '../../../session/workspace.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { TransformField } from '../inputs/TransformField.tsx';
import { useStep } from '../panel/step-context.ts';
import { SchemaBuilder } from '../schema/SchemaBuilder.tsx';
import { approvalOf, noForm, type StageForm, withoutStages, withStages } from './approval-form.ts';
import { NumberSetting, SecondsSetting, SwitchSetting, TextSetting } from './fields.tsx';
import { afterScope } from './plain-settings.tsx';
import classes from './Settings.module.css';
import { type StepSetting, without } from './setting-types.ts';

function ApprovalFields(): ReactNode {
  const { step, set } = useStep();
  const suspend = step.suspend ?? {};
  const spec = approvalOf(suspend);
  const setSpec = (field: string, value: unknown): void => set(['suspend', 'approval', field], value);
  return (
    <>
      <TextSetting
        label="Title"
        hint="What people are asked. {{results.load.amount}} puts a value in."
        value={spec.title}
        onChange={(value) => setSpec('title', value)}
        placeholder="Pay {{flow_input.amount}} back?"
      />
      <Textarea
        label="Summary"
        description="What they need to know, as Markdown."
        value={spec.summary ?? ''}
        onChange={(event) => setSpec('summary', event.currentTarget.value || undefined)}
        autosize
        minRows={2}
        maxRows={8}
      />
      {spec.stages ? <Stages stages={spec.stages} /> : <OneStage />}
      <SwitchSetting
        label="Not by the one who asked"
        hint="Nor by anyone in whose name a job of this run works."
        value={suspend.self_approval_disabled ?? false}
        onChange={(value) => set(['suspend', 'self_approval_disabled'], value)}
      />
      <SecondsSetting label="Ends after" hint="Empty: after 30 min" value={suspend.timeout} min={1} onChange={(value) => set(['suspend', 'timeout'], value)} />
      <Select
        label="If nobody has decided by then"
        data={[
          { value: 'expire', label: 'The step fails' },
          { value: 'reject', label: 'It counts as rejected' },
          { value: 'approve', label: 'It counts as approved' },
        ]}
        value={spec.on_expiry ?? 'expire'}
        onChange={(next) => next !== null && setSpec('on_expiry', next === 'expire' ? undefined : next)}
        allowDeselect={false}
      />
      <SwitchSetting
        label="Go on when it is rejected or runs out"
        hint="The next step then sees the rejection in `resume`."
        value={suspend.continue_on_disapprove_timeout ?? false}
        onChange={(value) => set(['suspend', 'continue_on_disapprove_timeout'], value)}
      />
      <SwitchSetting
        label="Ask for values"
        hint="A form along with the approval; the next step reads it as `resume`."
        value={Boolean(suspend.resume_form?.schema)}
        onChange={(isOn) => set(['suspend', 'resume_form'], isOn ? { schema: noForm } : undefined)}
      />
      {suspend.resume_form?.schema && (
        <SchemaBuilder
          label="Form of the approval"
          emptyWords="The form has no fields yet."
          schema={suspend.resume_form.schema as JsonObject}
          onChange={(schema) => set(['suspend', 'resume_form', 'schema'], schema)}
        />
      )}
      <MoreFields />
    </>
  );
}

/** One group of people: in the words of OpenFlow, so that the flow means the same elsewhere. */
function OneStage(): ReactNode {
  const { step, set } = useStep();
  const suspend = step.suspend ?? {};
  return (
    <>
      <TransformField
        name="user_groups_required"
        label="Who decides"
        schema={{ type: 'array', items: { type: 'string' }, description: 'g/finance, u/ada or owners. Empty: admins and the owners of the folder.' }}
        value={suspend.user_groups_required}
        onChange={(value) => set(['suspend', 'user_groups_required'], value)}
        place="suspend/user_groups_required"
        extra={afterScope}
      />
      <NumberSetting
        label="Approvals needed"
        value={suspend.required_events ?? 1}
        min={1}
        max={100}
        onChange={(value) => set(['suspend', 'required_events'], value ?? 1)}
      />
      <div>
        <Button size="xs" onClick={() => set(['suspend'], withStages(suspend))}>
          Decide in stages
        </Button>
      </div>
    </>
  );
}

function Stages({ stages }: { stages: readonly StageForm[] }): ReactNode {
  const { step, set } = useStep();
  const { id: workspace } = useWorkspace();
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const { data: members = [] } = useQuery(membersQuery(workspace));
  const people = ['owners', ...groups.map(({ name }) => `g/${name}`), ...members.map(({ username }) => `u/${username}`)];
  const change = (next: readonly StageForm[]): void =>
    next.length > 0 ? set(['suspend', 'approval', 'stages'], next) : set(['suspend'], withoutStages(step.suspend ?? {}));
  const setStage = (index: number, part: Partial<StageForm>): void => change(stages.map((stage, other) => (other === index ? { ...stage, ...part } : stage)));
  return (
    <div className={classes.group} role="group" aria-label="Stages">
      {stages.map((stage, index) => (
        <div key={index} className={classes.stage}>
          <div className={classes.stageHead}>
            Stage {index + 1}
            <IconButton
              label={`Remove stage ${index + 1}`}
              size="sm"
              variant="subtle"
              icon={<IconTrash />}
              onClick={() => change(stages.filter((_, other) => other !== index))}
            />
          </div>
          <TextSetting label="Name" value={stage.name} onChange={(name) => setStage(index, { name: name ?? '' })} placeholder="Finance" />
          <TagsInput
            label="Who decides"
            description="Groups, people, or the owners of the folder. Empty: admins and owners."
            data={people}
            value={[...(stage.candidates ?? [])]}
            onChange={(candidates) => setStage(index, { candidates })}
          />
          <Quorum value={stage.quorum ?? 'any'} onChange={(quorum) => setStage(index, { quorum })} />
          {index > 0 && (
            <SwitchSetting
              label="Nobody who approved before"
              value={stage.is_distinct ?? false}
              onChange={(value) => setStage(index, { is_distinct: value })}
            />
          )}
        </div>
      ))}
      <div>
        <Button
          size="xs"
          leftSection={<IconPlus />}
          onClick={() => change([...stages, { name: '', candidates: [], quorum: 'any' }])}
          disabled={stages.length >= 10}
        >
          Add stage
        </Button>
      </div>
    </div>
  );
}

function Quorum({ value, onChange }: { value: 'any' | 'all' | number; onChange: (value: 'any' | 'all' | number) => void }): ReactNode {
  const mode = typeof value === 'number' ? 'some' : value;
  return (
    <div className={classes.pair}>
      <Select
        label="How many"
        data={[
          { value: 'any', label: 'Any one of them' },
          { value: 'all', label: 'All of them' },
          { value: 'some', label: 'So many' },
        ]}
        value={mode}
        onChange={(next) => onChange(next === 'some' ? 2 : next === 'all' ? 'all' : 'any')}
        allowDeselect={false}
      />
      {typeof value === 'number' && <NumberSetting label="Approvals" value={value} min={1} max={100} onChange={(next) => onChange(next ?? 1)} />}
    </div>
  );
}

const scriptsOnly = ['script'] as const;

function MoreFields(): ReactNode {
  const { step, set } = useStep();
  const suspend = step.suspend ?? {};
  const spec = approvalOf(suspend);
  const setSpec = (field: string, value: unknown): void => set(['suspend', 'approval', field], value);
  return (
    <>
      <div className={classes.pair}>
        <SecondsSetting label="Due after" value={spec.due_s} min={1} onChange={(value) => setSpec('due_s', value)} />
        <SecondsSetting label="Remind every" value={spec.remind_every_s} min={1} onChange={(value) => setSpec('remind_every_s', value)} />
      </div>
      <div className={classes.pair}>
        <Select
          label="Risk"
          data={[
            { value: 'low', label: 'Low' },
            { value: 'normal', label: 'Normal' },
            { value: 'high', label: 'High' },
          ]}
          value={spec.risk ?? 'normal'}
          onChange={(next) => setSpec('risk', next === 'normal' ? undefined : next)}
          allowDeselect={false}
        />
        <Select
          label="A rejection"
          data={[
            { value: 'first', label: 'ends it' },
            { value: 'majority', label: 'ends it when no quorum is left' },
          ]}
          value={spec.veto ?? 'first'}
          onChange={(next) => setSpec('veto', next === 'first' ? undefined : next)}
          allowDeselect={false}
        />
      </div>
      <SwitchSetting
        label="A reason is needed to reject"
        value={spec.is_comment_required_on_reject ?? false}
        onChange={(value) => setSpec('is_comment_required_on_reject', value || undefined)}
      />
      <SwitchSetting
        label="Hide the button that rejects"
        value={suspend.hide_cancel ?? false}
        onChange={(value) => set(['suspend', 'hide_cancel'], value || undefined)}
      />
      <SwitchSetting
        label="May be sent to people outside"
        hint="By a link that is signed and works once."
        value={spec.is_external_allowed ?? false}
        onChange={(value) => setSpec('is_external_allowed', value || undefined)}
      />
      <RunnableField
        kinds={scriptsOnly}
        label="Script that is told"
        description="It runs, as this flow does, when the request is made, reminded, escalated and ended; its parameters are filled by name: approval_id, occasion, status, title, url and more."
        value={{ kind: 'script', path: spec.handler?.path ?? '' }}
        onChange={({ path }) => setSpec('handler', path === '' ? undefined : { path })}
        placeholder="None"
        isClearable
      />
    </>
  );
}

export const approval: StepSetting = {
  id: 'approval',
  group: 'After it ran',
  label: 'Approval',
  hint: 'After the step people decide whether the flow goes on. They find it in their approvals.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => Boolean(step.suspend),
  turnOn: (step) => ({ ...step, suspend: { required_events: 1, timeout: 86_400 } }),
  turnOff: (step) => without(step, 'suspend'),
  Fields: ApprovalFields,
};
