import type { ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { BindableField } from './BindableField.tsx';
import { plainField } from './fields.ts';
import type { PlaceName } from './usePageScope.ts';

type Props = {
  label: string;
  value: AppValue;
  onChange: (value: AppValue) => void;
  names?: readonly PlaceName[] | undefined;
  isExpressionOnly?: boolean;
  isJson?: boolean;
};

/** A value of a step or variable, of which there is no schema: text, JSON, or an expression. */
export function ValueOrExpression({ label, value, onChange, names, isExpressionOnly = false, isJson = false }: Props): ReactNode {
  const isJsonNow = isJson || (typeof value === 'object' && value !== null && !isExpression(value));
  const field = plainField(label, isJsonNow ? 'json' : 'text');
  const take = (next: AppValue | undefined): void => onChange(next === undefined ? '' : typeof next === 'string' && !isJsonNow ? readScalar(next) : next);
  return <BindableField field={field} value={value} onChange={take} names={names} isExpressionOnly={isExpressionOnly} hasDefault={false} />;
}

/** What is typed is text, except for what can only mean a number or yes and no. */
function readScalar(text: string): AppValue {
  if (/^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}
