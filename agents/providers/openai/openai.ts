import { idsOf, listModelsAt } from '../list-models.ts';
import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField, textField, textOf } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://api.openai.com/v1';
const features: KnownModel['features'] = { structuredOutput: true, reasoning: true, images: true };

/**
 * Models of OpenAI, by its responses API. Servers that only speak the older chat completions (vLLM, Ollama, gateways) are asked by that: what is not at OpenAI's own
 * address, unless the resource says otherwise. Nothing is kept at the provider (`store: false`); what a model thought goes along encrypted.
 */
export const openai: ModelProviderSpec = {
  name: 'openai',
  label: 'OpenAI',
  description: 'Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway.',
  resourceType: {
    name: 'openai',
    title: 'OpenAI',
    description: 'Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway.',
    schema: resourceSchema(
      {
        api_key: secretField('API key'),
        base_url: addressField(officialAddress),
        organization_id: textField('Organization'),
        api: textField('API', { enum: ['responses', 'chat'], description: 'Left out: responses at the address of OpenAI, chat completions elsewhere' }),
      },
      ['api_key'],
    ),
  },
  secrets: ['api_key'],
  // US dollars for a million tokens, prompts up to 272,000 tokens, as of 2026-11-05: developers.openai.com/api/docs/pricing.
  models: [
    { id: 'gpt-6.1-sol', label: 'GPT-6.1 Sol', contextTokens: 1_050_000, price: { input: 2, output: 10, cachedInput: 0.1 }, features },
    { id: 'gpt-6-luna', label: 'GPT-6 Luna', contextTokens: 1_050_000, price: { input: 0.1, output: 0.5, cachedInput: 0.01 }, features },
    { id: 'gpt-6-sol', label: 'GPT-6 Sol', contextTokens: 1_050_000, price: { input: 2, output: 10, cachedInput: 0.2 }, features },
    { id: 'gpt-5.6-luna', label: 'GPT-5.6 Luna', contextTokens: 1_050_000, price: { input: 0.2, output: 1.2, cachedInput: 0.02 }, features },
    { id: 'gpt-5-mini', label: 'GPT-5 mini', contextTokens: 400_000, price: { input: 0.25, output: 2, cachedInput: 0.025 }, features },
    { id: 'gpt-5-nano', label: 'GPT-5 nano', contextTokens: 400_000, price: { input: 0.05, output: 0.4, cachedInput: 0.005 }, features },
    {
      id: 'gpt-4.1',
      label: 'GPT-4.1',
      contextTokens: 1_047_576,
      price: { input: 2, output: 8, cachedInput: 0.5 },
      features: { ...features, reasoning: false },
    },
  ],
  async open(value, modelId, fetch) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    const baseURL = addressOf(value, 'base_url', officialAddress);
    const organization = textOf(value, 'organization_id');
    const provider = createOpenAI({ apiKey: requiredText(value, 'api_key', 'OpenAI'), baseURL, fetch, ...(organization === '' ? {} : { organization }) });
    const api = textOf(value, 'api', baseURL === officialAddress ? 'responses' : 'chat');
    // Schemas are the author's: the strict form of the provider takes only some of them, and refuses the others.
    const providerOptions = { openai: { strictJsonSchema: false, ...(api === 'responses' ? { store: false } : {}) } };
    return tuned(api === 'responses' ? provider.responses(modelId) : provider.chat(modelId), { structuredOutput: 'always', providerOptions });
  },
  listModels(value, fetch, signal) {
    const headers = { authorization: `Bearer ${requiredText(value, 'api_key', 'OpenAI')}` };
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models`, headers, fetch, signal }, idsOf);
  },
};
