import { jsonAnswer } from '../http-answer.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** A Slack workspace through a bot. */
export const slack: ResourceTypeDefinition = {
  name: 'slack',
  title: 'Slack',
  description: 'A Slack workspace, through the token of a bot.',
  schema: fields(
    {
      token: secret('Bot token', 'Begins with "xoxb-": your app at api.slack.com, OAuth & Permissions'),
      channel: text('Channel', { description: 'Where messages go when a script names no other', 'x-ui': { placeholder: '#support' } }),
      base_url: text('API address', { format: 'uri', pattern: '^https?://', default: 'https://slack.com/api', description: 'Another one only for GovSlack' }),
    },
    ['token'],
  ),
  async test(value, signal) {
    const url = `${textOf(value, 'base_url', 'https://slack.com/api').replace(/\/+$/, '')}/auth.test`;
    const answer = await jsonAnswer(await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${textOf(value, 'token')}` }, redirect: 'manual', signal }));
    if (answer['ok'] !== true) throw new Error(`Slack does not accept the token: ${String(answer['error'] ?? 'unknown error')}.`);
    return `Signed in to ${String(answer['team'])} as ${String(answer['user'])}.`;
  },
};
