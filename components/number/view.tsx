import { NumberInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { inputLooks } from '../_shared/input-looks.ts';
import { formatNumber, shifted, signsOf } from '../_shared/numbers.ts';
import { useInput } from '../_shared/useInput.ts';
import type { ComponentProps } from '../view.ts';
import type { number } from './definition.ts';

type Props = ComponentProps<typeof number>['props'];

/** A number as the language of the person writes it. What does not fit the limits is said and not changed behind their back. */
export function NumberView(view: ComponentProps<typeof number>): ReactNode {
  const { props, state, emit, expose, isEditing, host } = view;
  const element = useRef<HTMLInputElement>(null);
  const [isTyping, setIsTyping] = useState(false);
  const format = useMemo(() => ({ kind: props.format, currency: props.currency, decimals: props.decimals }), [props.format, props.currency, props.decimals]);
  const signs = useMemo(() => signsOf(format, host.locale), [format, host.locale]);
  const { change, error } = useInput(view, {
    empty: null,
    initial: props.value,
    isEmpty: (value) => value === null,
    check: (value) => problemOf(value, props, (limit) => formatNumber(limit, format, host.locale)),
    focus: () => element.current?.focus(),
  });
  const value = state.value;
  useEffect(() => expose({ formatted: value === null ? '' : formatNumber(value, format, host.locale) }), [value, format, host.locale, expose]);
  const digits = props.format === 'percent' ? 2 : 0;
  const shown = value === null ? '' : shifted(value, digits);
  return (
    <NumberInput
      ref={element}
      {...inputLooks(props, isTyping ? undefined : error)}
      value={shown}
      prefix={signs.prefix}
      suffix={props.unit === undefined ? signs.suffix : ` ${props.unit}`}
      decimalSeparator={signs.decimal}
      thousandSeparator={signs.group}
      decimalScale={signs.decimals}
      fixedDecimalScale={props.format === 'currency' || props.decimals !== undefined}
      clampBehavior="none"
      step={shifted(props.step ?? (props.format === 'percent' ? 0.01 : 1), digits)}
      hideControls={!props.has_steppers || props.read_only}
      tabIndex={isEditing ? -1 : undefined}
      onChange={(next) => {
        const typed = typeof next === 'number' ? shifted(next, -digits) : next === '' ? null : undefined;
        // A sign or separator alone is no number yet.
        if (typed !== undefined && typed !== value) void change(typed);
      }}
      onFocus={() => setIsTyping(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void emit('submit', { value });
      }}
      onBlur={() => {
        setIsTyping(false);
        void emit('blur');
      }}
    />
  );
}

function problemOf(value: number | null, { min, max }: Props, written: (value: number) => string): string | null {
  if (value === null) return null;
  if (min !== undefined && value < min) return `At least ${written(min)}.`;
  return max !== undefined && value > max ? `At most ${written(max)}.` : null;
}
