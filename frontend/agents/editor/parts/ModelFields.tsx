import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ModelChoice, ModelProvider, ModelSettings } from '../../../../backend/agents/agent.contract.ts';
import { NumberSetting } from '../../../flows/editor/settings/fields.tsx';
import { resourcesOfType } from '../../../schema-form/references.api.ts';
import { useWorkspace } from '../../../session/workspace.ts';
import { practiceModel } from '../agent-document.ts';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

/** Types of resources that models are asked through, with models that are known of each; others may be written. */
const providers: Readonly<Record<Exclude<ModelProvider, 'practice'>, { name: string; models: readonly string[] }>> = {
  openai: { name: 'OpenAI', models: ['gpt-5.2', 'gpt-5.2-mini', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini'] },
  anthropic: { name: 'Anthropic', models: ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'] },
  google: { name: 'Google', models: ['gemini-3-pro', 'gemini-2.5-pro', 'gemini-2.5-flash'] },
  mistral: { name: 'Mistral', models: ['mistral-large-latest', 'mistral-medium-latest', 'mistral-small-latest'] },
  azure_openai: { name: 'Azure OpenAI', models: [] },
  bedrock: { name: 'Amazon Bedrock', models: [] },
  openrouter: { name: 'OpenRouter', models: [] },
  groq: { name: 'Groq', models: [] },
  openai_compatible: { name: 'OpenAI-compatible', models: [] },
};
const types = Object.keys(providers) as (keyof typeof providers)[];

type Choice = { path: string; type: keyof typeof providers };

/** Resources that models can be asked through. */
function useModelResources(): Choice[] {
  const { id: workspace } = useWorkspace();
  return useQueries({
    queries: types.map((type) => ({ ...resourcesOfType(workspace, type), staleTime: 60_000 })),
    combine: (answers) => answers.flatMap(({ data }, index) => (data ?? []).map(({ path }) => ({ path, type: types[index] as keyof typeof providers }))),
  });
}

const practiceKey = '#practice';

/** Props of {@link ModelFields}. The pointer is where the choice stands, for what the check says. */
export type ModelFieldsProps = { label: string; value: ModelChoice; onChange: (value: ModelChoice) => void; pointer: string };

/** Which model: the resource with the key, its name at the provider, and how it is asked. */
export function ModelFields({ label, value, onChange, pointer }: ModelFieldsProps): ReactNode {
  const { errorAt } = useAgentForm();
  const { id: workspace } = useWorkspace();
  const resources = useModelResources();
  const type = resources.find(({ path }) => path === value.resource)?.type;
  const isPractice = value.resource === null;
  const known = value.resource !== null && type === undefined ? [{ value: value.resource, label: value.resource }] : [];
  const data = [
    { group: 'Built in', items: [{ value: practiceKey, label: 'Practice model, needs no key' }] },
    { group: 'Resources', items: [...resources.map(({ path, type: of }) => ({ value: path, label: `${path} · ${providers[of].name}` })), ...known] },
  ];
  const choose = (next: string | null): void => {
    if (next === null || next === practiceKey) return onChange({ ...practiceModel, settings: value.settings });
    const chosen = resources.find(({ path }) => path === next)?.type;
    const isOther = chosen !== type;
    onChange({ ...value, resource: next, id: isOther ? ((chosen && providers[chosen].models[0]) ?? '') : value.id });
  };
  return (
    <div className={classes.group}>
      <div className={classes.pair}>
        <Select
          label={label}
          data={data}
          value={value.resource ?? practiceKey}
          onChange={choose}
          allowDeselect={false}
          searchable
          error={errorAt(`${pointer}/resource`)}
        />
        {!isPractice && (
          <TextInput
            label="Model"
            value={value.id}
            onChange={({ currentTarget }) => onChange({ ...value, id: currentTarget.value })}
            error={errorAt(`${pointer}/id`)}
            placeholder="As its provider calls it"
            list={`models-${type ?? 'none'}`}
            autoComplete="off"
          />
        )}
        <datalist id={`models-${type ?? 'none'}`}>{type && providers[type].models.map((model) => <option key={model} value={model} />)}</datalist>
      </div>
      {isPractice ? (
        <p className={classes.practice}>
          <IconSchool aria-hidden />
          <span>
            The practice model is not a language model: it picks tools by simple rules, always in the same way, and says so in every answer. It needs no key and
            no network. For a real one make a{' '}
            <Link to="/w/$workspace/resources" params={{ workspace }} search={{ new: '1' }}>
              resource
            </Link>{' '}
            with the key of its provider.
          </span>
        </p>
      ) : (
        <Settings value={value} onChange={onChange} />
      )}
    </div>
  );
}

const efforts = [
  { value: 'none', label: 'None' },
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

function Settings({ value, onChange }: { value: ModelChoice; onChange: (value: ModelChoice) => void }): ReactNode {
  const { settings, price } = value;
  const [isOpen, setOpen] = useState(Object.keys(settings).length > 0 || price !== null);
  const set = (part: Partial<ModelSettings>): void => {
    const merged = Object.entries({ ...settings, ...part }).filter(([, entry]) => entry !== undefined && !(Array.isArray(entry) && entry.length === 0));
    onChange({ ...value, settings: Object.fromEntries(merged) });
  };
  const setPrice = (key: 'input' | 'output', next: number | string): void =>
    onChange({ ...value, price: next === '' && price === null ? null : { input: price?.input ?? 0, output: price?.output ?? 0, [key]: Number(next) || 0 } });
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
        <div className={classes.pair}>
          <NumberInput
            label="Dollars for a million tokens in"
            value={price?.input ?? ''}
            min={0}
            onChange={(next) => setPrice('input', next)}
            placeholder="From the built-in table"
          />
          <NumberInput
            label="Dollars for a million tokens out"
            value={price?.output ?? ''}
            min={0}
            onChange={(next) => setPrice('output', next)}
            placeholder="From the built-in table"
          />
        </div>
      </div>
    </details>
  );
}
