import { NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

const order = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

/** Props of {@link NumberSetting}. */
export type NumberSettingProps = {
  label: string;
  hint?: string;
  value: number | null | undefined;
  onChange: (value: number | undefined) => void;
  min?: number;
  max?: number;
  suffix?: string;
  placeholder?: string;
  isWhole?: boolean;
};

/** A number that may be left empty. */
export function NumberSetting({ label, hint, value, onChange, min = 0, max, suffix, placeholder, isWhole = true }: NumberSettingProps): ReactNode {
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      min={min}
      max={max}
      allowDecimal={!isWhole}
      suffix={suffix}
      placeholder={placeholder}
    />
  );
}

/** Seconds, with what they come to in larger units. */
export function SecondsSetting(props: Omit<NumberSettingProps, 'suffix'>): ReactNode {
  const words = typeof props.value === 'number' ? wordsOfSeconds(props.value) : null;
  return <NumberSetting {...props} suffix=" s" hint={[props.hint, words].filter(Boolean).join(' · ') || undefined} />;
}

/** `5400` is "1 h 30 min"; null where the number says it already. */
export function wordsOfSeconds(seconds: number): string | null {
  if (seconds < 60) return null;
  const units: [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [size, word] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${word}`);
  }
  return parts.slice(0, 2).join(' ');
}

/** A line of text that may be left empty. */
export function TextSetting(props: {
  label: string;
  hint?: string;
  value: string | null | undefined;
  onChange: (value: string | undefined) => void;
  placeholder?: string;
  error?: string;
}): ReactNode {
  const { label, hint, value, onChange, placeholder, error } = props;
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      placeholder={placeholder}
      error={error}
      autoComplete="off"
    />
  );
}

/** Something that is or is not. */
export function SwitchSetting({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}): ReactNode {
  return <Switch label={label} description={hint} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

/** Props of {@link NamesSetting}. */
export type NamesSettingProps = { label: string; hint?: string; value: readonly string[] | null | undefined; onChange: (value: string[] | undefined) => void };

/** Some names, none where nothing is set. */
export function NamesSetting({ label, hint, value, onChange }: NamesSettingProps): ReactNode {
  return (
    <TagsInput
      label={label}
      description={hint}
      inputWrapperOrder={order}
      value={[...(value ?? [])]}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      maxTags={20}
    />
  );
}
