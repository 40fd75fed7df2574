import { Select, TextInput } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ModelChoice, ModelProvider } from '../../../../backend/agents/agent.contract.ts';
import { knownModels } from '../../../../backend/agents/core/known-models.ts';
import { resourcesOfType } from '../../../schema-form/references.api.ts';
import { useWorkspace } from '../../../session/workspace.ts';
import { practiceModel } from '../agent-document.ts';
import { useAgentForm } from '../agent-form.ts';
import { ModelSettingsFields } from './ModelSettingsFields.tsx';
import classes from './Parts.module.css';

/** Types of resources that models are asked through. */
const providers: Readonly<Record<Exclude<ModelProvider, 'practice'>, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  mistral: 'Mistral',
  azure_openai: 'Azure OpenAI',
  bedrock: 'Amazon Bedrock',
  openrouter: 'OpenRouter',
  groq: 'Groq',
  openai_compatible: 'OpenAI-compatible',
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
    { group: 'Resources', items: [...resources.map(({ path, type: of }) => ({ value: path, label: `${path} · ${providers[of]}` })), ...known] },
  ];
  const choose = (next: string | null): void => {
    if (next === null || next === practiceKey) return onChange({ ...practiceModel, settings: value.settings });
    const chosen = resources.find(({ path }) => path === next)?.type;
    const isOther = chosen !== type;
    onChange({ ...value, resource: next, id: isOther ? ((chosen && knownModels[chosen]?.[0]?.id) ?? '') : value.id });
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
        <datalist id={`models-${type ?? 'none'}`}>
          {(type ? (knownModels[type] ?? []) : []).map(({ id, label: name }) => (
            <option key={id} value={id} label={name} />
          ))}
        </datalist>
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
        <ModelSettingsFields value={value} onChange={onChange} provider={type ?? null} />
      )}
    </div>
  );
}
