import { idsOf, listModelsAt } from '../list-models.ts';
import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://api.groq.com/openai/v1';
const features: KnownModel['features'] = { structuredOutput: true, reasoning: true, images: false };

/** Open models on the machines of Groq. */
export const groq: ModelProviderSpec = {
  name: 'groq',
  label: 'Groq',
  description: 'Open models, fast.',
  resourceType: {
    name: 'groq',
    title: 'Groq',
    description: 'Open models, fast.',
    schema: resourceSchema({ api_key: secretField('API key'), base_url: addressField(officialAddress) }, ['api_key']),
  },
  secrets: ['api_key'],
  // US dollars for a million tokens, as of 2026-06: console.groq.com/docs/models. It publishes no price of cached input, which is counted in full.
  models: [
    { id: 'openai/gpt-oss-120b', label: 'gpt-oss 120B', contextTokens: 131_072, price: { input: 0.15, output: 0.6, cachedInput: 0.15 }, features },
    { id: 'openai/gpt-oss-20b', label: 'gpt-oss 20B', contextTokens: 131_072, price: null, features },
    {
      id: 'llama-3.3-70b-versatile',
      label: 'Llama 3.3 70B',
      contextTokens: 131_072,
      price: null,
      features: { ...features, structuredOutput: false, reasoning: false },
    },
  ],
  async open(value, modelId, fetch) {
    const { createGroq } = await import('@ai-sdk/groq');
    const provider = createGroq({ apiKey: requiredText(value, 'api_key', 'Groq'), baseURL: addressOf(value, 'base_url', officialAddress), fetch });
    return tuned(provider(modelId), { structuredOutput: 'without_tools', providerOptions: { groq: { strictJsonSchema: false } } });
  },
  listModels(value, fetch, signal) {
    const headers = { authorization: `Bearer ${requiredText(value, 'api_key', 'Groq')}` };
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models`, headers, fetch, signal }, idsOf);
  },
};
