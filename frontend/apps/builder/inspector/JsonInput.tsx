import { Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AppValue } from '../../../../backend/apps/app.contract.ts';

type Props = { label: string; value: AppValue | undefined; onChange: (value: AppValue | undefined) => void; onDone: () => void };

/** A value as JSON: taken when it is left, if it can be read. */
export function JsonInput({ label, value, onChange, onDone }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2));
  const parsed = typed === null ? null : read(typed);
  const take = (): void => {
    if (parsed?.isValid === true) {
      onChange(parsed.value);
      setTyped(null);
    }
    onDone();
  };
  return (
    <Textarea
      aria-label={`${label}: JSON`}
      autosize
      minRows={2}
      maxRows={16}
      value={shown}
      spellCheck={false}
      error={parsed?.isValid === false ? 'This is not JSON yet' : undefined}
      styles={{ input: { fontFamily: 'var(--font-code)', fontSize: 'var(--text-caption)' } }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
    />
  );
}

function read(text: string): { isValid: boolean; value: AppValue | undefined } {
  if (text.trim() === '') return { isValid: true, value: undefined };
  try {
    return { isValid: true, value: JSON.parse(text) as AppValue };
  } catch {
    return { isValid: false, value: undefined };
  }
}
