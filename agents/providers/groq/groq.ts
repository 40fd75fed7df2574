import { keyedProvider } from '../keyed-provider.ts';

/** Open models on the machines of Groq. */
export const groq = keyedProvider({
  name: 'groq',
  label: 'Groq',
  description: 'Open models, fast.',
  address: 'https://api.groq.com/openai/v1',
  async open(access, modelId) {
    const { createGroq } = await import('@ai-sdk/groq');
    return { model: createGroq(access)(modelId), structuredOutput: 'without_tools', providerOptions: { groq: { strictJsonSchema: false } } };
  },
});
