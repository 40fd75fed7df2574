import type { JsonObject } from '../../common/json.ts';
import { answerOf } from '../http-answer.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** The headers that a request to this API carries. */
export function headersOf(value: JsonObject): Record<string, string> {
  const own = Object.entries((value['headers'] ?? {}) as Record<string, unknown>).map(([name, content]) => [name, String(content)] as const);
  const [username, password, token] = ['username', 'password', 'token'].map((name) => textOf(value, name));
  const authorization = token ? `Bearer ${token}` : username ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : '';
  return { ...Object.fromEntries(own), ...(authorization ? { authorization } : {}) };
}

/** Any API over HTTP. */
export const http: ResourceTypeDefinition = {
  name: 'http',
  title: 'HTTP API',
  description: 'Any API over HTTP: its address and how to sign in.',
  schema: fields(
    {
      url: text('Address', { format: 'uri', pattern: '^https?://', 'x-ui': { placeholder: 'https://api.example.com' } }),
      token: secret('Token', 'Sent as "Authorization: Bearer …"'),
      username: text('User', { description: 'For basic authentication' }),
      password: secret('Password'),
      headers: { type: 'object', title: 'More headers', additionalProperties: { type: 'string' } },
    },
    ['url'],
  ),
  async test(value, signal) {
    // A redirect is not followed: it could carry the credentials to another host.
    const response = await fetch(textOf(value, 'url'), { headers: headersOf(value), redirect: 'manual', signal });
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) throw new Error(`${answerOf(response)}: it does not accept these credentials.`);
    if (response.status >= 500) throw new Error(`${answerOf(response)}.`);
    return response.status >= 300 && response.status < 400 ? `${answerOf(response)}, to ${response.headers.get('location') ?? 'nowhere'}. Redirects are not followed.` : `${answerOf(response)}.`;
  },
};
