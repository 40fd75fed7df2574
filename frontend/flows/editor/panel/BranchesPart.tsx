import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { formatPlural } from '../../../ui/format.ts';
import { ExpressionField } from '../inputs/ExpressionField.tsx';
import { TransformField } from '../inputs/TransformField.tsx';
import { SwitchSetting } from '../settings/fields.tsx';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

/** The branches of a step: their names and conditions, in the order in which they are asked. */
export function BranchesPart(): ReactNode {
  const { step, set, editor } = useStep();
  const { value } = step;
  const lanes = value.type === 'switch' ? value.cases : value.type === 'branchone' || value.type === 'branchall' ? value.branches : [];
  return (
    <div className={classes.fields}>
      {value.type === 'switch' && (
        <TransformField
          name="value"
          label="Value"
          schema={{}}
          value={value.value}
          onChange={(next) => set(['value', 'value'], next ?? { type: 'static', value: '' })}
          place="value/value"
        />
      )}
      {value.type === 'branchall' && (
        <SegmentedControl
          size="xs"
          aria-label="Order of the branches"
          value={value.parallel ? 'parallel' : 'sequence'}
          onChange={(next) => set(['value', 'parallel'], next === 'parallel')}
          data={[
            { value: 'parallel', label: 'Side by side' },
            { value: 'sequence', label: 'In turn' },
          ]}
        />
      )}
      {value.type !== 'branchall' && <p className={classes.quiet}>The first one that fits is taken. When none does, the steps under “Otherwise” run.</p>}
      {lanes.map((lane, index) => (
        <div key={index} className={classes.lane} role="group" aria-label={`Branch ${index + 1}`}>
          <LaneHead index={index} count={lanes.length} steps={lane.modules} />
          <TextInput
            label="Name"
            placeholder={`Branch ${index + 1}`}
            value={lane.summary ?? ''}
            onChange={(event) => set(laneField(step, index, 'summary'), event.currentTarget.value || undefined)}
            autoComplete="off"
          />
          {value.type === 'branchone' && (
            <ExpressionField
              label="When"
              value={(lane as { expr: string }).expr}
              onChange={(expr) => set(laneField(step, index, 'expr'), expr)}
              place={`value/branches/${index}/expr`}
            />
          )}
          {value.type === 'switch' && (
            <Equals values={(lane as { equals: unknown[] }).equals} onChange={(equals) => set(laneField(step, index, 'equals'), equals)} />
          )}
          {value.type === 'branchall' && (
            <SwitchSetting
              label="Go on when this branch fails"
              value={(lane as { skip_failure?: boolean }).skip_failure ?? false}
              onChange={(next) => set(laneField(step, index, 'skip_failure'), next)}
            />
          )}
        </div>
      ))}
      <div>
        <Button size="xs" leftSection={<IconPlus />} onClick={() => editor.run({ do: 'add_branch', step: step.id })}>
          {value.type === 'switch' ? 'Add case' : 'Add branch'}
        </Button>
      </div>
    </div>
  );
}

const laneField = ({ value }: FlowModule, index: number, field: string): (string | number)[] => [
  'value',
  value.type === 'switch' ? 'cases' : 'branches',
  index,
  field,
];

function LaneHead({ index, count, steps }: { index: number; count: number; steps: readonly FlowModule[] }): ReactNode {
  const { step, editor } = useStep();
  const move = (to: number): void => editor.run({ do: 'move_branch', step: step.id, branch: index, to });
  const number = index + 1;
  return (
    <div className={classes.laneHead}>
      <span className={classes.laneTitle}>Branch {number}</span>
      <span className={classes.quiet}>{formatPlural(steps.length, 'step')}</span>
      <IconButton label={`Move branch ${number} up`} size="sm" variant="subtle" icon={<IconArrowUp />} disabled={index === 0} onClick={() => move(index - 1)} />
      <IconButton
        label={`Move branch ${number} down`}
        size="sm"
        variant="subtle"
        icon={<IconArrowDown />}
        disabled={index === count - 1}
        onClick={() => move(index + 1)}
      />
      <IconButton
        label={`Remove branch ${number} with its steps`}
        size="sm"
        variant="subtle"
        icon={<IconTrash />}
        onClick={() => editor.run({ do: 'remove_branch', step: step.id, branch: index })}
      />
    </div>
  );
}

/** The values of a case, as one line: plain text, or JSON for what is no text. */
function Equals({ values, onChange }: { values: readonly unknown[]; onChange: (values: unknown[]) => void }): ReactNode {
  const [text, setText] = useState(() => values.map(wordOf).join(', '));
  return (
    <TextInput
      label="Equals"
      description="Several with commas. Numbers, true, false and null are taken as such; quotes make them text."
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const found = event.currentTarget.value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
          .map(valueOf);
        if (found.length > 0) onChange(found);
      }}
      autoComplete="off"
    />
  );
}

function wordOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return typeof valueOf(value) === 'string' && !value.includes(',') && value.trim() === value && value !== '' ? value : JSON.stringify(value);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
