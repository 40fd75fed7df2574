import { keyedProvider } from '../keyed-provider.ts';

/** Models of many providers through OpenRouter. It has hundreds, with prices that change: they are asked for, not known here. */
export const openrouter = keyedProvider({
  name: 'openrouter',
  label: 'OpenRouter',
  description: 'Models of many providers through one key.',
  address: 'https://openrouter.ai/api/v1',
  async open(access, modelId) {
    const { createOpenRouter } = await import('@openrouter/ai-sdk-provider');
    return { model: createOpenRouter({ ...access, compatibility: 'strict' }).chat(modelId), structuredOutput: 'without_tools' };
  },
});
