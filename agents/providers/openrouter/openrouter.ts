import { idsOf, listModelsAt } from '../list-models.ts';
import type { ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://openrouter.ai/api/v1';

/** Models of many providers through OpenRouter. It has hundreds, with prices that change: they are asked for, not listed here. */
export const openrouter: ModelProviderSpec = {
  name: 'openrouter',
  label: 'OpenRouter',
  description: 'Models of many providers through one key.',
  resourceType: {
    name: 'openrouter',
    title: 'OpenRouter',
    description: 'Models of many providers through one key.',
    schema: resourceSchema({ api_key: secretField('API key'), base_url: addressField(officialAddress) }, ['api_key']),
  },
  secrets: ['api_key'],
  models: [],
  async open(value, modelId, fetch) {
    const { createOpenRouter } = await import('@openrouter/ai-sdk-provider');
    const provider = createOpenRouter({
      apiKey: requiredText(value, 'api_key', 'OpenRouter'),
      baseURL: addressOf(value, 'base_url', officialAddress),
      compatibility: 'strict',
      fetch,
    });
    return tuned(provider.chat(modelId), { structuredOutput: 'without_tools' });
  },
  listModels(value, fetch, signal) {
    const headers = { authorization: `Bearer ${requiredText(value, 'api_key', 'OpenRouter')}` };
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models`, headers, fetch, signal }, idsOf);
  },
};
