import { Select, TagsInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ModelChoice, ModelProvider, ModelSettings } from '../../../../backend/agents/agent.contract.ts';
import { NumberSetting } from '../../../flows/editor/settings/fields.tsx';
import classes from './Parts.module.css';
import { PriceFields } from './PriceFields.tsx';

const efforts = [
  { value: 'none', label: 'None' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

/** Props of {@link ModelSettingsFields}. `provider` is not known where the resource is not. */
export type ModelSettingsFieldsProps = { value: ModelChoice; onChange: (value: ModelChoice) => void; provider: ModelProvider | null };

/** How a model is asked, and what it costs. */
export function ModelSettingsFields({ value, onChange, provider }: ModelSettingsFieldsProps): ReactNode {
  const { settings, price } = value;
  const [isOpen, setOpen] = useState(Object.keys(settings).length > 0 || price !== null);
  const set = (part: Partial<ModelSettings>): void => {
    const merged = Object.entries({ ...settings, ...part }).filter(([, entry]) => entry !== undefined && !(Array.isArray(entry) && entry.length === 0));
    onChange({ ...value, settings: Object.fromEntries(merged) });
  };
  return (
    <details className={classes.help} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>How it is asked, and its price</summary>
      <div className={classes.cardBody}>
        <div className={classes.pair}>
          <NumberSetting
            label="Temperature"
            value={settings.temperature}
            min={0}
            max={2}
            isWhole={false}
            onChange={(temperature) => set({ temperature })}
            placeholder="As the provider says"
          />
          <NumberSetting
            label="Most tokens of an answer"
            value={settings.max_output_tokens}
            min={1}
            max={1_000_000}
            onChange={(next) => set({ max_output_tokens: next })}
          />
          <Select
            label="Thinking"
            data={efforts}
            value={settings.reasoning_effort ?? null}
            onChange={(next) => set({ reasoning_effort: (next as ModelSettings['reasoning_effort']) ?? undefined })}
            clearable
            placeholder="As the provider says"
          />
          <NumberSetting label="Top p" value={settings.top_p} min={0} max={1} isWhole={false} onChange={(next) => set({ top_p: next })} />
          <NumberSetting label="Seed" value={settings.seed} onChange={(seed) => set({ seed })} />
          <TagsInput label="Stops at" value={[...(settings.stop ?? [])]} maxTags={8} onChange={(stop) => set({ stop })} />
        </div>
        <PriceFields value={value} onChange={onChange} provider={provider} />
      </div>
    </details>
  );
}
