import { keyedProvider } from '../keyed-provider.ts';

/** Models of Anthropic, by its messages API. */
export const anthropic = keyedProvider({
  name: 'anthropic',
  label: 'Anthropic',
  description: 'Models of Anthropic.',
  address: 'https://api.anthropic.com/v1',
  keyField: 'apiKey',
  async open(access, modelId) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return { model: createAnthropic(access)(modelId), structuredOutput: 'without_tools' };
  },
  list: { query: '?limit=1000', headers: (apiKey) => ({ 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' }) },
});
