import { idsOf, listModelsAt } from '../list-models.ts';
import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://api.anthropic.com/v1';
const features: KnownModel['features'] = { structuredOutput: true, reasoning: true, images: true };

/** Models of Anthropic, by its messages API. */
export const anthropic: ModelProviderSpec = {
  name: 'anthropic',
  label: 'Anthropic',
  description: 'Models of Anthropic.',
  resourceType: {
    name: 'anthropic',
    title: 'Anthropic',
    description: 'Models of Anthropic.',
    schema: resourceSchema({ apiKey: secretField('API key'), base_url: addressField(officialAddress) }, ['apiKey']),
  },
  secrets: ['apiKey'],
  // US dollars for a million tokens, as of 2026-10-10: platform.claude.com/docs/en/about-claude/pricing. What a prompt writes into the cache costs a
  // quarter more than stands here, and Haiku 5.5 costs five times as much for prompts over 100,000 tokens.
  models: [
    { id: 'claude-opus-5-5', label: 'Claude Opus 5.5', contextTokens: 1_000_000, price: { input: 4, output: 20, cachedInput: 0.2 }, features },
    { id: 'claude-sonnet-5-5', label: 'Claude Sonnet 5.5', contextTokens: 1_000_000, price: { input: 2, output: 10, cachedInput: 0.1 }, features },
    { id: 'claude-haiku-5-5', label: 'Claude Haiku 5.5', contextTokens: 1_000_000, price: { input: 0.1, output: 0.5, cachedInput: 0.01 }, features },
    { id: 'claude-opus-5', label: 'Claude Opus 5', contextTokens: 1_000_000, price: { input: 5, output: 25, cachedInput: 0.5 }, features },
    { id: 'claude-sonnet-5', label: 'Claude Sonnet 5', contextTokens: 1_000_000, price: { input: 2, output: 10, cachedInput: 0.2 }, features },
    { id: 'claude-haiku-4-5', label: 'Claude Haiku 4.5', contextTokens: 200_000, price: { input: 1, output: 5, cachedInput: 0.1 }, features },
  ],
  async open(value, modelId, fetch) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    const provider = createAnthropic({ apiKey: requiredText(value, 'apiKey', 'Anthropic'), baseURL: addressOf(value, 'base_url', officialAddress), fetch });
    return tuned(provider(modelId), { structuredOutput: 'without_tools' });
  },
  listModels(value, fetch, signal) {
    const headers = { 'x-api-key': requiredText(value, 'apiKey', 'Anthropic'), 'anthropic-version': '2023-06-01' };
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models?limit=1000`, headers, fetch, signal }, idsOf);
  },
};
