import { idsOf, listModelsAt } from '../list-models.ts';
import type { KnownModel, ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

const officialAddress = 'https://api.mistral.ai/v1';
const features: KnownModel['features'] = { structuredOutput: true, reasoning: false, images: true };

/** Models of Mistral. */
export const mistral: ModelProviderSpec = {
  name: 'mistral',
  label: 'Mistral',
  description: 'Models of Mistral AI.',
  resourceType: {
    name: 'mistral',
    title: 'Mistral',
    description: 'Models of Mistral AI.',
    schema: resourceSchema({ api_key: secretField('API key'), base_url: addressField(officialAddress) }, ['api_key']),
  },
  secrets: ['api_key'],
  // Names of "latest" lead to models of changing prices, so none is given: a price can be set where the agent chooses its model.
  models: [
    { id: 'mistral-large-latest', label: 'Mistral Large', contextTokens: 256_000, price: null, features },
    { id: 'mistral-medium-latest', label: 'Mistral Medium', contextTokens: 128_000, price: null, features },
    { id: 'mistral-small-latest', label: 'Mistral Small', contextTokens: 128_000, price: null, features },
    { id: 'magistral-medium-latest', label: 'Magistral Medium', contextTokens: 128_000, price: null, features: { ...features, reasoning: true } },
  ],
  async open(value, modelId, fetch) {
    const { createMistral } = await import('@ai-sdk/mistral');
    const provider = createMistral({ apiKey: requiredText(value, 'api_key', 'Mistral'), baseURL: addressOf(value, 'base_url', officialAddress), fetch });
    return tuned(provider(modelId), { structuredOutput: 'without_tools' });
  },
  listModels(value, fetch, signal) {
    const headers = { authorization: `Bearer ${requiredText(value, 'api_key', 'Mistral')}` };
    return listModelsAt({ url: `${addressOf(value, 'base_url', officialAddress)}/models`, headers, fetch, signal }, idsOf);
  },
};
