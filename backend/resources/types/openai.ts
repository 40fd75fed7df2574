import { jsonAnswer } from '../http-answer.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** Models of OpenAI, or of a service that speaks its API. */
export const openai: ResourceTypeDefinition = {
  name: 'openai',
  title: 'OpenAI',
  description: 'Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway.',
  schema: fields(
    {
      api_key: secret('API key'),
      base_url: text('API address', { format: 'uri', pattern: '^https?://', default: 'https://api.openai.com/v1' }),
      organization_id: text('Organization'),
    },
    ['api_key'],
  ),
  async test(value, signal) {
    const organization = textOf(value, 'organization_id');
    const headers = { authorization: `Bearer ${textOf(value, 'api_key')}`, ...(organization ? { 'openai-organization': organization } : {}) };
    const answer = await jsonAnswer(await fetch(`${textOf(value, 'base_url', 'https://api.openai.com/v1').replace(/\/+$/, '')}/models`, { headers, redirect: 'manual', signal }));
    if (!Array.isArray(answer['data'])) throw new Error('It answered, but not with a list of models. Is the API address right?');
    return `The key reaches ${answer['data'].length} models.`;
  },
};
