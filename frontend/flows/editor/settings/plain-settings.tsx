import type { ReactNode } from 'react';
import type { InputTransform } from '../../../../backend/flows/flow.contract.ts';
import { ExpressionField } from '../inputs/ExpressionField.tsx';
import { TransformField } from '../inputs/TransformField.tsx';
import { useStep } from '../panel/step-context.ts';
import { NamesSetting, NumberSetting, SecondsSetting, SwitchSetting, TextSetting } from './fields.tsx';
import { isJob, type StepSetting, without, withValue } from './setting-types.ts';

/** What is in scope once the step has a result. */
export const afterScope = {
  result: {},
  error: {},
  all_iters: { type: 'array' },
  resume: {},
  resumes: { type: 'array' },
  approvers: { type: 'array', items: { type: 'string' } },
} as const;

function SkipFields(): ReactNode {
  const { step, set } = useStep();
  return <ExpressionField label="Skip when" value={step.skip_if?.expr ?? ''} onChange={(expr) => set(['skip_if', 'expr'], expr)} place="skip_if/expr" />;
}

export const skip: StepSetting = {
  id: 'skip',
  group: 'Before it runs',
  label: 'Skip',
  hint: 'When the condition holds the step does not run, and passes the result before it on.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => Boolean(step.skip_if),
  turnOn: (step) => ({ ...step, skip_if: { expr: 'false' } }),
  turnOff: (step) => without(step, 'skip_if'),
  Fields: SkipFields,
};

function StopFields({ field, label }: { field: 'stop_after_if' | 'stop_after_all_iters_if'; label: string }): ReactNode {
  const { step, set } = useStep();
  const stop = step[field];
  const isFailure = typeof stop?.error_message === 'string';
  return (
    <>
      <ExpressionField
        label={label}
        hint="`result` is what the step gave."
        value={stop?.expr ?? ''}
        onChange={(expr) => set([field, 'expr'], expr)}
        place={`${field}/expr`}
        extra={afterScope}
      />
      <SwitchSetting
        label="Count the run as skipped"
        hint="In the list of runs it then stands apart from those that went through."
        value={stop?.skip_if_stopped ?? false}
        onChange={(value) => set([field, 'skip_if_stopped'], value)}
      />
      <SwitchSetting label="Fail the flow instead" value={isFailure} onChange={(value) => set([field, 'error_message'], value ? '' : undefined)} />
      {isFailure && (
        <>
          <TextSetting
            label="Error message"
            hint="Empty: a message that names the step."
            value={stop?.error_message}
            onChange={(value) => set([field, 'error_message'], value ?? '')}
          />
          <SwitchSetting
            label="Put the result into the error"
            value={stop?.error_include_result ?? false}
            onChange={(value) => set([field, 'error_include_result'], value)}
          />
        </>
      )}
    </>
  );
}

export const earlyStop: StepSetting = {
  id: 'stop',
  group: 'After it ran',
  label: 'Early stop',
  hint: 'Ends what it is part of here when the condition holds: the flow, or the loop around it.',
  fits: ({ id, value }) => id !== 'failure' && id !== 'preprocessor' && value.type !== 'branchall' && !(value.type === 'forloopflow' && value.parallel),
  isOn: (step) => Boolean(step.stop_after_if),
  turnOn: (step) => ({ ...step, stop_after_if: { expr: 'result == null', skip_if_stopped: false } }),
  turnOff: (step) => without(step, 'stop_after_if'),
  Fields: () => <StopFields field="stop_after_if" label="Stop when" />,
};

export const stopAfterAll: StepSetting = {
  id: 'stop_all',
  group: 'After it ran',
  label: 'Early stop after all',
  hint: 'Asked once, when all iterations or branches are through. `result` is the list of what they gave.',
  fits: ({ value }) => isLoopType(value.type) || value.type === 'branchall',
  isOn: (step) => Boolean(step.stop_after_all_iters_if),
  turnOn: (step) => ({ ...step, stop_after_all_iters_if: { expr: 'result.length == 0', skip_if_stopped: false } }),
  turnOff: (step) => without(step, 'stop_after_all_iters_if'),
  Fields: () => <StopFields field="stop_after_all_iters_if" label="Stop when" />,
};

const isLoopType = (type: string): boolean => type === 'forloopflow' || type === 'whileloopflow';

function SleepFields(): ReactNode {
  const { step, set } = useStep();
  return (
    <TransformField
      name="seconds"
      label="Seconds"
      schema={{ type: 'number', minimum: 0 }}
      value={step.sleep ?? undefined}
      onChange={(value) => set(['sleep'], value ?? { type: 'static', value: 0 })}
      place="sleep"
      extra={afterScope}
    />
  );
}

export const sleep: StepSetting = {
  id: 'sleep',
  group: 'After it ran',
  label: 'Sleep',
  hint: 'Waits after the step before the next one begins. No worker is held meanwhile.',
  fits: ({ id }) => id !== 'failure' && id !== 'preprocessor',
  isOn: (step) => Boolean(step.sleep),
  turnOn: (step) => ({ ...step, sleep: { type: 'static', value: 60 } }),
  turnOff: (step) => without(step, 'sleep'),
  Fields: SleepFields,
};

function CacheFields(): ReactNode {
  const { step, set } = useStep();
  const key = step.cache_key;
  return (
    <>
      <SecondsSetting label="Keep the result for" value={step.cache_ttl} min={1} onChange={(value) => set(['cache_ttl'], value ?? 1)} />
      <SwitchSetting
        label="Choose what counts as the same"
        hint="Otherwise the same code with the same inputs counts as the same."
        value={Boolean(key)}
        onChange={(isOwn) => set(['cache_key'], isOwn ? ({ type: 'javascript', expr: 'flow_input' } satisfies InputTransform) : undefined)}
      />
      {key?.type === 'javascript' && (
        <ExpressionField
          label="Key"
          hint="`params` has the inputs of the step."
          value={key.expr}
          onChange={(expr) => set(['cache_key', 'expr'], expr)}
          place="cache_key/expr"
          extra={{ params: {} }}
        />
      )}
      {key?.type === 'static' && <TextSetting label="Key" value={String(key['value'] ?? '')} onChange={(value) => set(['cache_key', 'value'], value ?? '')} />}
    </>
  );
}

export const cache: StepSetting = {
  id: 'cache',
  group: 'How it runs',
  label: 'Cache',
  hint: 'Keeps the result for a while, and takes it instead of running the step again.',
  fits: isJob,
  isOn: (step) => Boolean(step.cache_ttl),
  turnOn: (step) => ({ ...step, cache_ttl: 600 }),
  turnOff: (step) => without(step, 'cache_ttl', 'cache_key'),
  Fields: CacheFields,
};

function TimeoutFields(): ReactNode {
  const { step, set } = useStep();
  const { timeout } = step;
  const given: InputTransform | undefined = typeof timeout === 'number' ? { type: 'static', value: timeout } : (timeout ?? undefined);
  return (
    <TransformField
      name="seconds"
      label="Seconds"
      schema={{ type: 'number', minimum: 0 }}
      value={given}
      onChange={(value) => set(['timeout'], value ?? { type: 'static', value: 0 })}
      place="timeout"
      extra={afterScope}
    />
  );
}

export const timeout: StepSetting = {
  id: 'timeout',
  group: 'How it runs',
  label: 'Time limit',
  hint: 'Stops the step, which then has failed.',
  fits: isJob,
  isOn: (step) => Boolean(step.timeout),
  turnOn: (step) => ({ ...step, timeout: 300 }),
  turnOff: (step) => without(step, 'timeout'),
  Fields: TimeoutFields,
};

function ConcurrencyFields(): ReactNode {
  const { step, set } = useStep();
  const {
    concurrent_limit: limit,
    concurrency_time_window_s: window,
    custom_concurrency_key: key,
  } = step.value as { concurrent_limit?: number; concurrency_time_window_s?: number; custom_concurrency_key?: string };
  return (
    <>
      <NumberSetting
        label="At once"
        hint="So many may run; the others wait."
        value={limit}
        min={1}
        onChange={(value) => set(['value', 'concurrent_limit'], value ?? 1)}
      />
      <SecondsSetting
        label="Within"
        hint="Empty: counted only while they run."
        value={window}
        onChange={(value) => set(['value', 'concurrency_time_window_s'], value)}
      />
      <TextSetting
        label="Key"
        hint="Steps with the same key share the limit. Empty: this step for itself."
        value={key}
        onChange={(value) => set(['value', 'custom_concurrency_key'], value)}
      />
    </>
  );
}

export const concurrency: StepSetting = {
  id: 'concurrency',
  group: 'How it runs',
  label: 'Concurrency',
  hint: 'Limits how many of these steps run at the same time, over all runs.',
  fits: ({ value }) => value.type === 'rawscript',
  isOn: ({ value }) => value.type === 'rawscript' && Boolean(value.concurrent_limit),
  turnOn: (step) => withValue(step, { concurrent_limit: 1 }),
  turnOff: (step) => withValue(step, { concurrent_limit: undefined, concurrency_time_window_s: undefined, custom_concurrency_key: undefined }),
  Fields: ConcurrencyFields,
};

function DebounceFields(): ReactNode {
  const { step, set } = useStep();
  const debounce = step.debouncing;
  return (
    <>
      <SecondsSetting
        label="Wait for more"
        value={debounce?.debounce_delay_s}
        onChange={(value) => set(['debouncing', 'debounce_delay_s'], value ?? 0)}
        isWhole={false}
      />
      <TextSetting
        label="Key"
        hint="What counts as the same, such as order {{args.order}}. Empty: everything that runs the same."
        value={debounce?.debounce_key}
        onChange={(value) => set(['debouncing', 'debounce_key'], value)}
      />
      <SecondsSetting
        label="At most"
        hint="Runs after this time even if more keep coming."
        value={debounce?.max_total_debouncing_time}
        onChange={(value) => set(['debouncing', 'max_total_debouncing_time'], value)}
        isWhole={false}
      />
      <NumberSetting
        label="Calls at most"
        hint="So many run without waiting any longer."
        value={debounce?.max_total_debounces_amount}
        onChange={(value) => set(['debouncing', 'max_total_debounces_amount'], value)}
      />
      <NamesSetting
        label="Put lists together"
        hint="Inputs whose lists the one that runs gets from all of them."
        value={debounce?.debounce_args_to_accumulate}
        onChange={(value) => set(['debouncing', 'debounce_args_to_accumulate'], value)}
      />
    </>
  );
}

export const debounce: StepSetting = {
  id: 'debounce',
  group: 'How it runs',
  label: 'Debounce',
  hint: 'Of several that come shortly after one another only the last runs.',
  fits: isJob,
  isOn: (step) => Boolean(step.debouncing),
  turnOn: (step) => ({ ...step, debouncing: { debounce_delay_s: 5 } }),
  turnOff: (step) => without(step, 'debouncing'),
  Fields: DebounceFields,
};

function PlaceFields(): ReactNode {
  const { step, set } = useStep();
  const field = step.value.type === 'script' ? 'tag_override' : 'tag';
  return (
    <>
      <NumberSetting label="Priority" hint="Higher goes first." value={step.priority} min={-100} max={100} onChange={(value) => set(['priority'], value)} />
      {(step.value.type === 'rawscript' || step.value.type === 'script') && (
        <TextSetting
          label="Tag"
          hint="Which workers may take it."
          value={(step.value as Record<string, unknown>)[field] as string | undefined}
          onChange={(value) => set(['value', field], value)}
          placeholder={step.value.type === 'rawscript' ? step.value.language : undefined}
        />
      )}
    </>
  );
}

export const place: StepSetting = {
  id: 'place',
  group: 'How it runs',
  label: 'Priority and workers',
  hint: 'Whether it goes before other work, and which workers may take it.',
  fits: isJob,
  isOn: ({ priority, value }) =>
    (priority ?? null) !== null || ('tag' in value && Boolean(value.tag)) || ('tag_override' in value && Boolean(value.tag_override)),
  turnOn: (step) => ({ ...step, priority: 0 }),
  turnOff: (step) => withValue(without(step, 'priority'), { tag: undefined, tag_override: undefined }),
  Fields: PlaceFields,
};

export const deleteAfter: StepSetting = {
  id: 'delete',
  group: 'After it ran',
  label: 'Delete its data',
  hint: 'Inputs, result and log of the step are deleted this long after the run has ended.',
  fits: isJob,
  isOn: (step) => (step.delete_after_secs ?? null) !== null || Boolean(step.delete_after_use),
  turnOn: (step) => ({ ...step, delete_after_secs: 86_400 }),
  turnOff: (step) => without(step, 'delete_after_secs', 'delete_after_use'),
  Fields: () => {
    const { step, set } = useStep();
    return <SecondsSetting label="After" value={step.delete_after_secs ?? 0} onChange={(value) => set(['delete_after_secs'], value ?? 0)} />;
  },
};
