import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';

type Props = { label: string; value: string; problem: AppProblem | undefined; onChange: (expr: string) => void; onDone: () => void };

/** An expression as text. */
export function ExpressionInput({ label, value, problem, onChange, onDone }: Props): ReactNode {
  return (
    <Textarea
      aria-label={`${label}: expression`}
      autosize
      minRows={1}
      maxRows={10}
      value={value}
      error={problem !== undefined}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--font-code)', fontSize: 'var(--text-table)' } }}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onDone}
    />
  );
}
