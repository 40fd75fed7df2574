import { Button, NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ModelChoice, ModelProvider } from '../../../../backend/agents/agent.contract.ts';
import { knownModel } from '../../../../backend/agents/core/known-models.ts';
import { priceInWords, pricePlaceholders, withPrice, type PriceField } from '../model-price.ts';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

const fields: readonly { name: PriceField; label: string }[] = [
  { name: 'input', label: 'In' },
  { name: 'output', label: 'Out' },
  { name: 'cached_input', label: 'In, from the cache' },
  { name: 'cache_write', label: 'Written into the cache' },
];

/** Props of {@link PriceFields}. */
export type PriceFieldsProps = { value: ModelChoice; onChange: (value: ModelChoice) => void; provider: ModelProvider | null };

/** What a model costs: from the built-in table, or as the author says. Where nobody knows, it says what that means. */
export function PriceFields({ value, onChange, provider }: PriceFieldsProps): ReactNode {
  const { value: agent } = useAgentForm();
  const known = provider === null ? null : (knownModel(provider, value.id)?.price ?? null);
  const placeholders = pricePlaceholders(value.price, known);
  const words = priceInWords(value.price, known, agent.limits.cost_usd !== null);
  return (
    <fieldset className={classes.prices}>
      <legend>Dollars for a million tokens</legend>
      <p className={words.isWarning ? classes.warning : classes.quiet}>
        {words.text}{' '}
        {value.price && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange({ ...value, price: null })}>
            Use the table
          </Button>
        )}
      </p>
      <div className={classes.quarter}>
        {fields.map(({ name, label }) => (
          <NumberInput
            key={name}
            label={label}
            value={value.price?.[name] ?? ''}
            min={0}
            hideControls
            onChange={(next) => onChange({ ...value, price: withPrice(value.price, known, name, next === '' ? null : Number(next)) })}
            placeholder={placeholders[name]}
          />
        ))}
      </div>
    </fieldset>
  );
}
