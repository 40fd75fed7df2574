import type { ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, requiredText, resourceSchema, secretField, textField, textOf } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

/** Models of OpenAI in Azure. The name of a model is that of its deployment, so nothing is known about it here. */
export const azureOpenai: ModelProviderSpec = {
  name: 'azure_openai',
  label: 'Azure OpenAI',
  description: 'Models of OpenAI in Azure. The name of the model is the name of its deployment.',
  resourceType: {
    name: 'azure_openai',
    title: 'Azure OpenAI',
    description: 'Models of OpenAI in Azure.',
    schema: resourceSchema(
      {
        base_url: { ...addressField(), description: 'Such as https://my-resource.openai.azure.com/openai' },
        api_key: secretField('API key'),
        api_version: textField('API version', { description: 'Left out: v1' }),
        api: textField('API', { enum: ['responses', 'chat'], default: 'chat' }),
      },
      ['base_url', 'api_key'],
    ),
  },
  secrets: ['api_key'],
  async open(value, modelId, fetch) {
    const { createAzure } = await import('@ai-sdk/azure');
    requiredText(value, 'base_url', 'Azure OpenAI');
    const apiVersion = textOf(value, 'api_version');
    const version = apiVersion === '' || apiVersion === 'v1' ? {} : { apiVersion, useDeploymentBasedUrls: true };
    const provider = createAzure({ apiKey: requiredText(value, 'api_key', 'Azure OpenAI'), baseURL: addressOf(value, 'base_url', ''), fetch, ...version });
    const isResponses = textOf(value, 'api') === 'responses';
    const options = { strictJsonSchema: false, ...(isResponses ? { store: false } : {}) };
    return tuned(isResponses ? provider.responses(modelId) : provider.chat(modelId), {
      structuredOutput: 'always',
      providerOptions: { azure: options, openai: options },
    });
  },
};
