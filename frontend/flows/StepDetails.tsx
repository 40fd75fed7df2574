import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FlowModule, InputTransform } from '../../backend/flows/flow.contract.ts';
import { StaticCode } from '../ui/StaticCode.tsx';
import { detailOfStep, lookOfStep, titleOfStep } from './graph/step-looks.ts';
import { marksOf } from './graph/step-marks.ts';
import classes from './StepDetails.module.css';

/** A step to read: what it runs, with which inputs and settings. */
export function StepDetails({ workspace, step }: { workspace: string; step: FlowModule }): ReactNode {
  const { icon: Glyph, colour, word } = lookOfStep(step);
  const { value } = step;
  const inputs = 'input_transforms' in value ? Object.entries((value.input_transforms ?? {}) as Record<string, InputTransform>) : [];
  const marks = marksOf(step);
  return (
    <section className={classes.details} aria-label={`Step ${step.id}`}>
      <header className={classes.head}>
        <span className={classes.icon} data-colour={colour} title={word}>
          <Glyph aria-hidden />
        </span>
        <div className={classes.words}>
          <h2 className={classes.title}>{titleOfStep(step)}</h2>
          <span className={classes.quiet}>
            <code>{step.id}</code> · <Target workspace={workspace} step={step} />
          </span>
        </div>
      </header>
      {marks.length > 0 && (
        <ul className={classes.marks}>
          {marks.map(({ id, label, icon: Mark }) => (
            <li key={id}>
              <Mark aria-hidden /> {label}
            </li>
          ))}
        </ul>
      )}
      {inputs.length > 0 && (
        <dl className={classes.inputs}>
          {inputs.map(([name, input]) => (
            <div key={name} className={classes.input}>
              <dt>{name}</dt>
              <dd>
                <code>{textOfInput(input)}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {value.type === 'rawscript' && <StaticCode content={value.content.trimEnd()} language={value.language} label={`Code of ${step.id}`} hasLineNumbers />}
    </section>
  );
}

function Target({ workspace, step }: { workspace: string; step: FlowModule }): ReactNode {
  const { value } = step;
  if (value.type === 'script')
    return (
      <Link to="/w/$workspace/scripts/$" params={{ workspace, _splat: value.path }}>
        {value.path}
      </Link>
    );
  if (value.type === 'flow')
    return (
      <Link to="/w/$workspace/flows/$" params={{ workspace, _splat: value.path }}>
        {value.path}
      </Link>
    );
  return detailOfStep(step);
}

/** An input as it is written: an expression, or a value as JSON. */
export function textOfInput(input: InputTransform): string {
  if (input.type === 'javascript') return input.expr;
  return input.type === 'static' ? (JSON.stringify(input.value ?? null) ?? 'null') : 'chosen by the agent';
}
