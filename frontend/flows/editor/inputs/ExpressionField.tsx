import { Input } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { useStep } from '../panel/step-context.ts';
import { ConnectPicker } from './ConnectPicker.tsx';
import { rootsOf, textOf } from './connect-tree.ts';
import type { Evaluation } from './evaluation.ts';
import { ExpressionEditor } from './ExpressionEditor.tsx';
import classes from './ExpressionField.module.css';
import { useEvaluation, useRemarks } from './useRemarks.ts';

/** Props of {@link ExpressionField}. */
export type ExpressionFieldProps = {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** Where the expression stands below the step: `skip_if/expr`. */
  place: string;
  /** What is in scope here besides what the step sees, such as `result`. */
  extra?: Readonly<Record<string, JsonSchema>>;
  extraValues?: Readonly<Record<string, unknown>>;
  placeholder?: string;
  hasAutoFocus?: boolean;
  /** Without its own label row: the caller has one. */
  isBare?: boolean;
};

const none = {};

/** An expression: completion, problems under the place that causes them, and what it gives with the values of the last run. */
export function ExpressionField(props: ExpressionFieldProps): ReactNode {
  const { label, hint, value, onChange, place, extra = none, extraValues = none, placeholder, hasAutoFocus, isBare = false } = props;
  const { pointer, scope } = useStep();
  const full = useMemo(() => {
    if (extra === none && extraValues === none) return scope;
    const schemas = { ...scope.schemas, ...extra };
    const values = { ...scope.values, ...extraValues };
    return { schemas, values, roots: [...rootsOf(extra, extraValues, new Map()), ...scope.roots] };
  }, [scope, extra, extraValues]);
  const remarks = useRemarks(value, `${pointer}/${place}`, extra);
  const evaluation = useEvaluation(value, extraValues);
  return (
    <div className={classes.field}>
      {!isBare && (
        <div className={classes.head}>
          <span className={classes.label}>{label}</span>
          <ConnectPicker label={label} roots={full.roots} onPick={onChange} />
        </div>
      )}
      <ExpressionEditor
        value={value}
        onChange={onChange}
        label={`Expression of ${label}`}
        scope={full}
        remarks={remarks}
        hint={placeholder}
        hasAutoFocus={hasAutoFocus}
      />
      {hint && <Input.Description>{hint}</Input.Description>}
      {value.trim() !== '' && remarks[0] ? (
        <p className={classes.problem} data-severity={remarks[0].severity}>
          {remarks[0].message}
        </p>
      ) : (
        <EvaluationLine evaluation={value.trim() === '' ? null : evaluation} />
      )}
    </div>
  );
}

/** What an expression gives with the values of the last run, or why that is not known. */
export function EvaluationLine({ evaluation }: { evaluation: Evaluation | null }): ReactNode {
  if (!evaluation) return null;
  if (evaluation.kind === 'value') {
    return (
      <p className={classes.evaluation} title={JSON.stringify(evaluation.value, null, 2)?.slice(0, 2000)}>
        <span aria-hidden>= </span>
        <span className="visually-hidden">With the values of the last run: </span>
        <code>{textOf(evaluation.value)}</code>
      </p>
    );
  }
  return (
    <p className={evaluation.kind === 'failed' ? classes.problem : classes.unknown}>{evaluation.kind === 'failed' ? evaluation.message : evaluation.why}</p>
  );
}
