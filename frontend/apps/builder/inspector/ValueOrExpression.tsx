import { TextInput } from '@mantine/core';
import { IconBraces, IconCursorText } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';
import { isExpression } from '../../../../backend/apps/core/expressions.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { ExpressionInput } from './ExpressionInput.tsx';
import { JsonInput } from './JsonInput.tsx';
import classes from './Inspector.module.css';

type Props = { label: string; value: AppValue; onChange: (value: AppValue) => void; isExpressionOnly?: boolean; isJson?: boolean };

const nothing = (): void => undefined;

/** A value of a step or argument: text, JSON, or an expression. */
export function ValueOrExpression({ label, value, onChange, isExpressionOnly = false, isJson = false }: Props): ReactNode {
  const isExpr = isExpression(value);
  const toggle = (): void => onChange(isExpr ? '' : { expr: JSON.stringify(value) });
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <span className={classes.label}>{label}</span>
        {!isExpressionOnly && (
          <span className={classes.mode}>
            <IconButton
              label={isExpr ? `${label} as a value` : `${label} by an expression`}
              icon={isExpr ? <IconCursorText /> : <IconBraces />}
              size="xs"
              isActive={isExpr}
              onClick={toggle}
            />
          </span>
        )}
      </div>
      {isExpr ? (
        <ExpressionInput label={label} value={value.expr} problem={undefined} onChange={(expr) => onChange({ expr })} onDone={nothing} />
      ) : isJson || (typeof value === 'object' && value !== null) ? (
        <JsonInput label={label} value={value} onChange={(next) => onChange(next ?? null)} onDone={nothing} />
      ) : (
        <TextInput aria-label={label} value={value === null ? '' : String(value)} onChange={(event) => onChange(readScalar(event.currentTarget.value))} />
      )}
    </div>
  );
}

/** What is typed is text, except for what can only mean a number or yes and no. */
function readScalar(text: string): AppValue {
  if (/^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}
