import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { ExpressionField } from '../inputs/ExpressionField.tsx';
import { useStep } from '../panel/step-context.ts';
import { NumberSetting, SecondsSetting, SwitchSetting, wordsOfSeconds } from './fields.tsx';
import { afterScope } from './plain-settings.tsx';
import classes from './Settings.module.css';
import { isJob, type StepSetting, without } from './setting-types.ts';

function RetryFields(): ReactNode {
  const { step, set } = useStep();
  const { retry } = step;
  const isExponential = Boolean(retry?.exponential);
  const choose = (mode: string): void => {
    const attempts = retry?.constant?.attempts ?? retry?.exponential?.attempts ?? 3;
    const other = mode === 'exponential' ? { exponential: { attempts, multiplier: 1, seconds: 2, random_factor: 10 } } : { constant: { attempts, seconds: 5 } };
    set(['retry'], { ...other, ...(retry?.retry_if ? { retry_if: retry.retry_if } : {}) });
  };
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="How long to wait between attempts"
        value={isExponential ? 'exponential' : 'constant'}
        onChange={choose}
        data={[
          { value: 'constant', label: 'Always the same pause' },
          { value: 'exponential', label: 'Growing pauses' },
        ]}
      />
      <div className={classes.pair}>{isExponential ? <Exponential /> : <Constant />}</div>
      <p className={classes.preview}>{delaysOf(retry)}</p>
      <SwitchSetting
        label="Only for some errors"
        value={Boolean(retry?.retry_if)}
        onChange={(isOn) => set(['retry', 'retry_if'], isOn ? { expr: 'error.name == "Timeout"' } : undefined)}
      />
      {retry?.retry_if && (
        <ExpressionField
          label="Try again when"
          hint="`error` has name, message and result."
          value={retry.retry_if.expr}
          onChange={(expr) => set(['retry', 'retry_if', 'expr'], expr)}
          place="retry/retry_if/expr"
          extra={afterScope}
        />
      )}
    </>
  );
}

function Constant(): ReactNode {
  const { step, set } = useStep();
  return (
    <>
      <NumberSetting
        label="Attempts"
        value={step.retry?.constant?.attempts}
        max={1000}
        onChange={(value) => set(['retry', 'constant', 'attempts'], value ?? 0)}
      />
      <SecondsSetting
        label="Pause"
        value={step.retry?.constant?.seconds}
        onChange={(value) => set(['retry', 'constant', 'seconds'], value ?? 0)}
        isWhole={false}
      />
    </>
  );
}

function Exponential(): ReactNode {
  const { step, set } = useStep();
  const rule = step.retry?.exponential;
  return (
    <>
      <NumberSetting label="Attempts" value={rule?.attempts} max={1000} onChange={(value) => set(['retry', 'exponential', 'attempts'], value ?? 0)} />
      <SecondsSetting label="Base" value={rule?.seconds} onChange={(value) => set(['retry', 'exponential', 'seconds'], value ?? 1)} isWhole={false} />
      <NumberSetting
        label="Multiplier"
        value={rule?.multiplier}
        isWhole={false}
        onChange={(value) => set(['retry', 'exponential', 'multiplier'], value ?? 1)}
      />
      <NumberSetting
        label="Spread"
        suffix=" %"
        value={rule?.random_factor}
        max={100}
        onChange={(value) => set(['retry', 'exponential', 'random_factor'], value ?? 0)}
      />
    </>
  );
}

/** The pauses that a rule comes to, in words. */
export function delaysOf(
  retry: { constant?: { attempts?: number; seconds?: number }; exponential?: { attempts?: number; multiplier?: number; seconds?: number } } | null | undefined,
): string {
  const { constant, exponential } = retry ?? {};
  const delays = [
    ...Array.from({ length: Math.min(constant?.attempts ?? 0, 6) }, () => constant?.seconds ?? 0),
    ...Array.from({ length: Math.min(exponential?.attempts ?? 0, 6) }, (_, index) =>
      Math.min(21_600, (exponential?.multiplier ?? 1) * (exponential?.seconds ?? 1) ** (index + 1)),
    ),
  ];
  const total = (constant?.attempts ?? 0) + (exponential?.attempts ?? 0);
  if (total === 0) return 'It is not run again.';
  const words = delays.slice(0, 6).map((seconds) => wordsOfSeconds(seconds) ?? `${Math.round(seconds * 10) / 10} s`);
  return `Pauses: ${words.join(', ')}${total > words.length ? ' …' : ''}`;
}

export const retry: StepSetting = {
  id: 'retry',
  group: 'When it fails',
  label: 'Retry',
  hint: 'Runs the step again when it fails, after a pause.',
  fits: isJob,
  isOn: (step) => Boolean(step.retry?.constant ?? step.retry?.exponential),
  turnOn: (step) => ({ ...step, retry: { constant: { attempts: 3, seconds: 5 } } }),
  turnOff: (step) => without(step, 'retry'),
  Fields: RetryFields,
};

export const continueOnError: StepSetting = {
  id: 'continue',
  group: 'When it fails',
  label: 'Go on anyway',
  hint: 'The flow goes on; the result of the step is then {"error": {…}}.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => step.continue_on_error === true,
  turnOn: (step) => ({ ...step, continue_on_error: true }),
  turnOff: (step) => without(step, 'continue_on_error'),
};

export const cleanUp: StepSetting = {
  id: 'finally',
  group: 'When it fails',
  label: 'Finally',
  hint: 'Steps that run after this one in any case, whether it succeeded, failed or was cancelled. They stand at its right.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => step.finally !== undefined,
  turnOn: (step) => ({ ...step, finally: [] }),
  turnOff: (step) => without(step, 'finally'),
};

export const rollback: StepSetting = {
  id: 'rollback',
  group: 'When it fails',
  label: 'Undo when the flow fails',
  hint: 'Steps that take back what this one did, when the flow fails later. The last step that ran is undone first.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => step.on_rollback !== undefined,
  turnOn: (step) => ({ ...step, on_rollback: [] }),
  turnOff: (step) => without(step, 'on_rollback'),
};
