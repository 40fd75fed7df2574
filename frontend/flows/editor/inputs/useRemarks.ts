import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { checkReferences } from '../../../../backend/expressions/core/infer.ts';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { parseExpression } from '../../../../backend/expressions/core/parse.ts';
import { problemsAt, useStep } from '../panel/step-context.ts';
import type { ExpressionRemark } from './ExpressionEditor.tsx';
import { evaluateHere, type Evaluation } from './evaluation.ts';

/** What is wrong with an expression: found here while it is typed, and what only the server can know (whether it fits the input). */
export function useRemarks(source: string, pointer: string, extra: Readonly<Record<string, JsonSchema>>): readonly ExpressionRemark[] {
  const { scope, check } = useStep();
  return useMemo(() => {
    const parsed = parseExpression(source);
    const own = parsed.problems.length > 0 ? parsed.problems : checkReferences(parsed, { ...scope.schemas, ...extra });
    const remarks: ExpressionRemark[] = own.map(({ start, end, message }) => ({ start, end, message, severity: 'error' }));
    if (remarks.length > 0 || !check.isSettled) return remarks;
    return problemsAt(check, pointer).map(({ start = 0, end = source.length, message, severity }) => ({ start, end, message, severity }));
  }, [source, pointer, extra, scope, check]);
}

const typingMs = 250;

/** The value of an expression with what the last run had, a moment after the last key. */
export function useEvaluation(source: string, extra: Readonly<Record<string, unknown>>): Evaluation | null {
  const { scope } = useStep();
  const [settled] = useDebouncedValue(source, typingMs);
  const [answer, setAnswer] = useState<Evaluation | null>(null);
  useEffect(() => {
    let isCurrent = true;
    if (settled.trim() === '') setAnswer(null);
    else void evaluateHere(settled, { ...scope.values, ...extra }).then((found) => isCurrent && setAnswer(found));
    return () => void (isCurrent = false);
  }, [settled, scope, extra]);
  return answer;
}
