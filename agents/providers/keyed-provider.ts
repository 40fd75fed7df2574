import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ModelProvider } from '../../backend/agents/agent.contract.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import { idsOf, listModelsAt } from './list-models.ts';
import type { ModelProviderSpec } from './provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from './resource-schema.ts';
import { tuned, type Tuning } from './tuned-model.ts';

/** What a provider is asked with: its key, the address of its API, and the network it is asked through. */
export type KeyedAccess = { apiKey: string; baseURL: string; fetch: typeof globalThis.fetch };

/** A provider that is reached at one address with one key, and what is particular about it. */
export type KeyedProvider = {
  name: ModelProvider;
  label: string;
  description: string;
  /** Where its API is, unless the resource says otherwise. */
  address: string;
  /** Name of the field with the key in files; `api_key` where nothing else was ever used. */
  keyField?: string;
  /** Further fields of its resource. */
  fields?: Record<string, JsonObject>;
  /** Makes a model, and says how it is asked. */
  open(access: KeyedAccess, modelId: string, value: JsonObject): Promise<{ model: LanguageModelV4 } & Tuning>;
  /** How its list of models is asked for, where it is not as with OpenAI: by a bearer token, for `{data: [{id}]}`. */
  list?: { query?: string; headers?(apiKey: string): Record<string, string>; read?(answer: Record<string, unknown>): unknown };
};

/** The specification of a provider that is reached at one address with one key. */
export function keyedProvider(provider: KeyedProvider): ModelProviderSpec {
  const { name, label, description, address, keyField = 'api_key', fields = {}, list = {} } = provider;
  const accessOf = (value: JsonObject): { apiKey: string; baseURL: string } => ({
    apiKey: requiredText(value, keyField, label),
    baseURL: addressOf(value, 'base_url', address),
  });
  const properties = { [keyField]: secretField('API key'), base_url: addressField(address), ...fields };
  return {
    name,
    label,
    description,
    resourceType: { name, title: label, description, schema: resourceSchema(properties, [keyField]) },
    secrets: [keyField],
    async open(value, modelId, fetch) {
      const { model, ...tuning } = await provider.open({ ...accessOf(value), fetch }, modelId, value);
      return tuned(model, tuning);
    },
    listModels(value, fetch, signal) {
      const { apiKey, baseURL } = accessOf(value);
      const headers = list.headers?.(apiKey) ?? { authorization: `Bearer ${apiKey}` };
      return listModelsAt({ url: `${baseURL}/models${list.query ?? ''}`, headers, fetch, signal }, list.read ?? idsOf);
    },
  };
}
