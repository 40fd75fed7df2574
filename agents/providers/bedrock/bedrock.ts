import { AppError } from '../../../backend/common/app-error.ts';
import type { ModelProviderSpec } from '../provider.ts';
import { addressField, addressOf, resourceSchema, secretField, textField, textOf } from '../resource-schema.ts';
import { tuned } from '../tuned-model.ts';

/** Models in Amazon Bedrock, by its Converse API: with a key of Bedrock, or with an access key whose requests are signed. */
export const bedrock: ModelProviderSpec = {
  name: 'bedrock',
  label: 'Amazon Bedrock',
  description: 'Models in Amazon Bedrock.',
  resourceType: {
    name: 'bedrock',
    title: 'Amazon Bedrock',
    description: 'Models in Amazon Bedrock: with an API key of Bedrock, or with an access key of AWS.',
    schema: resourceSchema(
      {
        region: textField('Region', { description: 'Such as eu-central-1', pattern: '^[a-z]{2}(-[a-z]+)+-\\d$' }),
        api_key: secretField('API key of Bedrock'),
        access_key_id: textField('Access key ID'),
        secret_access_key: secretField('Secret access key'),
        session_token: secretField('Session token'),
        base_url: { ...addressField(), description: 'Left out: that of the region' },
      },
      ['region'],
    ),
  },
  secrets: ['api_key', 'secret_access_key', 'session_token'],
  async open(value, modelId, fetch) {
    const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
    const region = textOf(value, 'region');
    const apiKey = textOf(value, 'api_key');
    const accessKeyId = textOf(value, 'access_key_id');
    const secretAccessKey = textOf(value, 'secret_access_key');
    if (region === '' || (apiKey === '' && (accessKeyId === '' || secretAccessKey === '')))
      throw new AppError(
        'agent/resource_invalid',
        'The resource for Amazon Bedrock needs `region`, and either `api_key` or `access_key_id` with `secret_access_key`. Fill them in and try again.',
      );
    const sessionToken = textOf(value, 'session_token');
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    // Everything is given, also where it is empty: what is left out the package takes from the environment of the server.
    const provider = createAmazonBedrock({
      region,
      apiKey,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === '' ? {} : { sessionToken }),
      baseURL: addressOf(value, 'base_url', `https://bedrock-runtime.${region}.${suffix}`),
      fetch,
    });
    return tuned(provider(modelId), { structuredOutput: 'never' });
  },
};
