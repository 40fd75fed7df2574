import { keyedProvider } from '../keyed-provider.ts';

/** Models of Mistral. */
export const mistral = keyedProvider({
  name: 'mistral',
  label: 'Mistral',
  description: 'Models of Mistral AI.',
  address: 'https://api.mistral.ai/v1',
  async open(access, modelId) {
    const { createMistral } = await import('@ai-sdk/mistral');
    return { model: createMistral(access)(modelId), structuredOutput: 'without_tools' };
  },
});
