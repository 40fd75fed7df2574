import { listModelsAt } from '../list-models.ts';
import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://generativelanguage.googleapis.com/v1beta';
const features: KnownModel['features'] = { structuredOutput: true, reasoning: true, images: true };

/** Models of Google, by the Gemini API. It takes no schema of the answer together with tools. */
export const google: ModelProviderSpec = {
  name: 'google',
  label: 'Google Gemini',
  description: 'Gemini models, with a key of Google AI Studio.',
  resourceType: {
    name: 'google',
    title: 'Google Gemini',
    description: 'Gemini models, with a key of Google AI Studio.',
    schema: resourceSchema({ api_key: secretField('API key'), base_url: addressField(officialAddress) }, ['api_key']),
  },
  secrets: ['api_key'],
  // US dollars for a million tokens, prompts up to 200,000 tokens, as of 2026-10-07: ai.google.dev/gemini-api/docs/pricing. Gemini 3.8 Flash doubles on 2027-01-01.
  // Prices of cached input are not in that list for these models, so it is counted in full.
  models: [
    { id: 'gemini-3.8-flash', label: 'Gemini 3.8 Flash', contextTokens: 1_048_576, price: { input: 0.75, output: 3.75, cachedInput: 0.75 }, features },
    { id: 'gemini-3.5-flash', label: 'Gemini 3.5 Flash', contextTokens: 1_048_576, price: { input: 1.5, output: 9, cachedInput: 1.5 }, features },
    { id: 'gemini-3.5-flash-lite', label: 'Gemini 3.5 Flash-Lite', contextTokens: 1_048_576, price: { input: 0.3, output: 2.5, cachedInput: 0.3 }, features },
    { id: 'gemini-3.1-pro-preview', label: 'Gemini 3.1 Pro (preview)', contextTokens: 1_048_576, price: { input: 2, output: 12, cachedInput: 2 }, features },
  ],
  async open(value, modelId, fetch) {
    const { createGoogle } = await import('@ai-sdk/google');
    const provider = createGoogle({ apiKey: requiredText(value, 'api_key', 'Google Gemini'), baseURL: addressOf(value, 'base_url', officialAddress), fetch });
    return tuned(provider(modelId), { structuredOutput: 'without_tools' });
  },
  listModels(value, fetch, signal) {
    const headers = { 'x-goog-api-key': requiredText(value, 'api_key', 'Google Gemini') };
    const read = (answer: Record<string, unknown>): unknown =>
      Array.isArray(answer['models']) ? answer['models'].map((entry) => String((entry as { name?: unknown }).name ?? '').replace(/^models\//, '')) : null;
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models?pageSize=1000`, headers, fetch, signal }, read);
  },
};
