import { useMemo, type ReactNode } from 'react';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { namesOf } from '../../../../backend/apps/core/expressions.ts';
import { checkReferences, inferExpression } from '../../../../backend/expressions/core/infer.ts';
import { typesOf } from '../../../../backend/expressions/core/json-schema.ts';
import { parseExpression } from '../../../../backend/expressions/core/parse.ts';
import { textOf } from '../../../flows/editor/inputs/connect-tree.ts';
import { ExpressionEditor, type ExpressionRemark } from '../../../flows/editor/inputs/ExpressionEditor.tsx';
import type { StepScope } from '../../../flows/editor/inputs/useScope.ts';
import { useCanvasRuntime, useEditor } from '../editor-context.ts';
import classes from './Inspector.module.css';

type Props = { label: string; value: string; scope: StepScope; problem: AppProblem | undefined; onChange: (expr: string) => void; onDone: () => void };

/** An expression: completion of what is in scope, its type and what it is now, and the part that is wrong underlined. */
export function ExpressionInput({ label, value, scope, problem, onChange, onDone }: Props): ReactNode {
  const names = useEditor(({ session }) => namesOf(session.document));
  const parsed = useMemo(() => parseExpression(value, names), [value, names]);
  const remarks = useMemo((): ExpressionRemark[] => {
    const own = parsed.problems.length > 0 ? parsed.problems : checkReferences(parsed, scope.schemas);
    const found = own.map(({ start, end, message }) => ({ start, end, message, severity: 'error' as const }));
    if (found.length > 0 || problem?.start === undefined) return found;
    return [{ start: problem.start, end: problem.end ?? value.length, message: problem.message, severity: problem.severity }];
  }, [parsed, scope.schemas, problem, value]);
  const types = useMemo(() => typesOf(inferExpression(parsed, scope.schemas)), [parsed, scope.schemas]);
  return (
    <div onBlur={onDone} className={classes.expression}>
      <ExpressionEditor value={value} onChange={onChange} label={`${label}: expression`} scope={scope} remarks={remarks} hint="nameInput.value" />
      {value.trim() !== '' && remarks[0] ? (
        <p className={classes.problem}>{remarks[0].message}</p>
      ) : (
        <Now expr={value} scope={scope} type={types === null ? null : [...types].join(' or ')} />
      )}
    </div>
  );
}

/** Type and live value in one quiet line. Rows and items have no value of their own here. */
function Now({ expr, scope, type }: { expr: string; scope: StepScope; type: string | null }): ReactNode {
  const runtime = useCanvasRuntime();
  const known = useMemo(() => {
    if (!runtime || expr.trim() === '') return null;
    const { value, isPending, problem } = runtime.expressions.compute({ expr }, (root) => scope.values[root]);
    return isPending || problem !== null || isExpressionStill(value) ? null : { value };
  }, [runtime, expr, scope.values]);
  const text = known ? textOf(known.value === undefined ? null : known.value) : '';
  return (
    <p className={classes.live} title={known ? JSON.stringify(known.value, null, 2)?.slice(0, 2000) : undefined}>
      {known && <>= {text}</>}
      {type !== null && <span className={classes.type}>{type}</span>}
    </p>
  );
}

const isExpressionStill = (value: unknown): boolean => typeof value === 'object' && value !== null && 'expr' in value;
