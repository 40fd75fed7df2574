import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppStep, AppValue, AppValues } from '../../../../backend/apps/app.contract.ts';
import { useEditor } from '../editor-context.ts';
import { GoFields } from './GoFields.tsx';
import { choicesFor, methodsOf } from './step-kinds.ts';
import { ValueOrExpression } from './ValueOrExpression.tsx';
import type { PlaceName } from './usePageScope.ts';
import classes from './StepsEditor.module.css';

/** Draws the steps of a branch. Handed in by the list of steps, which draws these fields itself. */
export type DrawSteps = (label: string, steps: readonly AppStep[], onChange: (steps: AppStep[]) => void) => ReactNode;

type Props<Step extends AppStep = AppStep> = { step: Step; onChange: (step: AppStep) => void };
type BranchProps<Step extends AppStep> = Props<Step> & { drawSteps: DrawSteps };

/** What steps read besides: what happened, what an action gave, and where the component stands. */
const stepNames: readonly PlaceName[] = ['event', 'result', 'error', 'row', 'item', 'index'];

/** What belongs to a step. */
export function StepFields({ step, onChange, drawSteps }: BranchProps<AppStep>): ReactNode {
  switch (step.do) {
    case 'run':
      return <RunFields step={step} onChange={onChange} drawSteps={drawSteps} />;
    case 'if':
      return <IfFields step={step} onChange={onChange} drawSteps={drawSteps} />;
    case 'set':
      return (
        <>
          <Choice label="Variable" kind="set" value={step.variable} onChange={(variable) => onChange({ ...step, variable })} />
          <ValueOrExpression names={stepNames} label="Value" value={step.value} onChange={(value) => onChange({ ...step, value })} />
        </>
      );
    case 'call':
      return <CallFields step={step} onChange={onChange} />;
    case 'open':
      return (
        <>
          <Choice label="What" kind="open" value={step.component} onChange={(component) => onChange({ ...step, component })} />
          <Values label="Parameters" values={step.params} onChange={(params) => onChange({ ...step, ...(params ? { params } : {}) })} />
        </>
      );
    case 'close':
      return <Choice label="What" kind="close" value={step.component} onChange={(component) => onChange({ ...step, component })} />;
    case 'validate':
      return <Choice label="What" kind="validate" value={step.component} onChange={(component) => onChange({ ...step, component })} />;
    case 'go':
      return (
        <>
          <Choice label="Page" kind="go" value={step.page} onChange={(page) => onChange({ ...step, page })} />
          <GoFields step={step} names={stepNames} onChange={onChange} />
        </>
      );
    case 'toast':
      return <ValueOrExpression names={stepNames} label="Message" value={step.message} onChange={(message) => onChange({ ...step, message })} />;
    case 'link':
      return <ValueOrExpression names={stepNames} label="Address" value={step.url} onChange={(url) => onChange({ ...step, url })} />;
    case 'language':
      return <ValueOrExpression names={stepNames} label="Language" value={step.language} onChange={(language) => onChange({ ...step, language })} />;
    case 'copy':
      return <ValueOrExpression names={stepNames} label="Text" value={step.value} onChange={(value) => onChange({ ...step, value })} />;
    case 'download':
      return (
        <>
          <ValueOrExpression names={stepNames} label="File name" value={step.name} onChange={(name) => onChange({ ...step, name })} />
          <ValueOrExpression names={stepNames} label="Content" value={step.value} onChange={(value) => onChange({ ...step, value })} />
        </>
      );
  }
}

function RunFields({ step, onChange, drawSteps }: BranchProps<Extract<AppStep, { do: 'run' }>>): ReactNode {
  return (
    <>
      <Choice label="Action" kind="run" value={step.action} onChange={(action) => onChange({ ...step, action })} />
      <div className={classes.inner}>
        <span className={classes.caption}>When it is done</span>
        {drawSteps('When it is done', step.on_success ?? [], (steps) => onChange({ ...step, on_success: steps }))}
        <span className={classes.caption}>When it fails</span>
        {drawSteps('When it fails', step.on_error ?? [], (steps) => onChange(withErrorSteps(step, steps)))}
      </div>
    </>
  );
}

/** Without steps for a failure the person is told; with an empty list nothing would happen. */
function withErrorSteps({ on_error: _before, ...step }: Extract<AppStep, { do: 'run' }>, steps: AppStep[]): AppStep {
  return steps.length > 0 ? { ...step, on_error: steps } : step;
}

function IfFields({ step, onChange, drawSteps }: BranchProps<Extract<AppStep, { do: 'if' }>>): ReactNode {
  return (
    <>
      <ValueOrExpression
        names={stepNames}
        label="Condition"
        value={step.when}
        isExpressionOnly
        onChange={(when) => onChange({ ...step, when: when as { expr: string } })}
      />
      <div className={classes.inner}>
        <span className={classes.caption}>If so</span>
        {drawSteps('If so', step.on_true, (steps) => onChange({ ...step, on_true: steps }))}
        <span className={classes.caption}>Otherwise</span>
        {drawSteps('Otherwise', step.on_false ?? [], (steps) => onChange({ ...step, on_false: steps }))}
      </div>
    </>
  );
}

function CallFields({ step, onChange }: Props<Extract<AppStep, { do: 'call' }>>): ReactNode {
  const document = useEditor(({ session }) => session.document);
  return (
    <>
      <Choice
        label="Component"
        kind="call"
        value={step.component}
        onChange={(component) => onChange({ do: 'call', component, method: methodsOf(document, component)[0] ?? '' })}
      />
      <Select
        label="What it does"
        data={methodsOf(document, step.component)}
        value={step.method}
        allowDeselect={false}
        searchable
        selectFirstOptionOnChange
        onChange={(method) => method !== null && onChange({ ...step, method })}
      />
      <ValueOrExpression
        names={stepNames}
        label="With"
        value={step.args?.[0] ?? null}
        onChange={(value) =>
          onChange(value === null || value === '' ? { do: 'call', component: step.component, method: step.method } : { ...step, args: [value] })
        }
      />
    </>
  );
}

function Choice({ label, kind, value, onChange }: { label: string; kind: AppStep['do']; value: string; onChange: (value: string) => void }): ReactNode {
  const document = useEditor(({ session }) => session.document);
  const choices = choicesFor(document, kind);
  const all = choices.includes(value) ? choices : [...choices, value];
  return (
    <Select
      label={label}
      data={all}
      value={value}
      allowDeselect={false}
      searchable
      selectFirstOptionOnChange
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

/** Named values, as one object of values and expressions. */
function Values({ label, values, onChange }: { label: string; values: AppValues | undefined; onChange: (values: AppValues | undefined) => void }): ReactNode {
  return (
    <ValueOrExpression
      names={stepNames}
      label={label}
      value={(values ?? {}) as AppValue}
      isJson
      onChange={(next) => onChange(typeof next === 'object' && next !== null && !Array.isArray(next) ? (next as AppValues) : undefined)}
    />
  );
}
