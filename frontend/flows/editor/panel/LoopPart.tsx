import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FlowModuleValue, InputTransform } from '../../../../backend/flows/flow.contract.ts';
import { ExpressionField } from '../inputs/ExpressionField.tsx';
import { TransformField } from '../inputs/TransformField.tsx';
import { NumberSetting, SwitchSetting } from '../settings/fields.tsx';
import { afterScope } from '../settings/plain-settings.tsx';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

type Loop = Extract<FlowModuleValue, { type: 'forloopflow' | 'whileloopflow' }>;

/** What a loop goes over, and how. */
export function LoopPart(): ReactNode {
  const { step } = useStep();
  return step.value.type === 'forloopflow' ? <ForLoop /> : <WhileLoop />;
}

function ForLoop(): ReactNode {
  const { step, set } = useStep();
  const value = step.value as Extract<Loop, { type: 'forloopflow' }>;
  return (
    <div className={classes.fields}>
      <TransformField
        name="iterator"
        label="List to go over"
        schema={{ type: 'array' }}
        value={value.iterator}
        onChange={(next) => set(['value', 'iterator'], next ?? ({ type: 'static', value: [] } satisfies InputTransform))}
        place="value/iterator"
      />
      <p className={classes.quiet}>
        Steps of the loop read the item as <code>flow_input.iter.value</code> and its position as <code>flow_input.iter.index</code>. The result is the list of
        what the last step gave.
      </p>
      <SegmentedControl
        aria-label="Order of the iterations"
        size="xs"
        value={value.parallel ? 'parallel' : 'sequence'}
        onChange={(next) => set(['value', 'parallel'], next === 'parallel')}
        data={[
          { value: 'sequence', label: 'One after the other' },
          { value: 'parallel', label: 'Side by side' },
        ]}
      />
      {value.parallel && (
        <NumberSetting
          label="At most at once"
          hint="Empty: as many as there are workers for."
          value={
            typeof value.parallelism === 'number'
              ? value.parallelism
              : value.parallelism?.type === 'static'
                ? (value.parallelism['value'] as number | undefined)
                : undefined
          }
          min={1}
          onChange={(next) => set(['value', 'parallelism'], next)}
        />
      )}
      <SkipFailures value={value} />
    </div>
  );
}

function WhileLoop(): ReactNode {
  const { step, set } = useStep();
  const value = step.value as Extract<Loop, { type: 'whileloopflow' }>;
  return (
    <div className={classes.fields}>
      <ExpressionField
        label="Stop when"
        hint="Asked after each iteration. `result` is what its last step gave, `flow_input.iter.index` counts from 0."
        value={step.stop_after_if?.expr ?? ''}
        onChange={(expr) => set(['stop_after_if', 'expr'], expr)}
        place="stop_after_if/expr"
        extra={afterScope}
      />
      <SkipFailures value={value} />
    </div>
  );
}

function SkipFailures({ value }: { value: Loop }): ReactNode {
  const { set } = useStep();
  return (
    <SwitchSetting
      label="Go on after a failure"
      hint="A failed iteration gives its error in the list, and the others run all the same."
      value={value.skip_failures ?? false}
      onChange={(next) => set(['value', 'skip_failures'], next)}
    />
  );
}
