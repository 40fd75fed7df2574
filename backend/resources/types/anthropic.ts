import { jsonAnswer } from '../http-answer.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** Models of Anthropic. */
export const anthropic: ResourceTypeDefinition = {
  name: 'anthropic',
  title: 'Anthropic',
  description: 'Models of Anthropic.',
  schema: fields({ apiKey: secret('API key'), base_url: text('API address', { format: 'uri', pattern: '^https?://', default: 'https://api.anthropic.com/v1' }) }, ['apiKey']),
  async test(value, signal) {
    const headers = { 'x-api-key': textOf(value, 'apiKey'), 'anthropic-version': '2023-06-01' };
    const answer = await jsonAnswer(await fetch(`${textOf(value, 'base_url', 'https://api.anthropic.com/v1').replace(/\/+$/, '')}/models?limit=100`, { headers, redirect: 'manual', signal }));
    if (!Array.isArray(answer['data'])) throw new Error('It answered, but not with a list of models. Is the API address right?');
    return `The key reaches ${answer['data'].length} models.`;
  },
};
