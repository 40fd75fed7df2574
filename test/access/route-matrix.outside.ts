import { hidden, row } from './route-matrix.rows.ts';
import { known } from './route-matrix.world.ts';

const slackCommand = { body: { name: '/matrix', target: { path: known.path } } };
const slackUser = { at: { slack_user: 'U0SOMEBODY' } };

/** Slack. What it sends proves itself by its signature, so that nobody else gets past, whoever they are; the settings are for admins. */
export const slack = [
  //   anonymous other operator viewer writer admin job app
  row('401       401   401      401    401    401   401 401', 'POST /slack/commands', { body: { team_id: 'T', text: 'slack' } }),
  row('401       401   401      401    401    401   401 401', 'POST /slack/interactivity', { body: { payload: '{}' } }),
  row('401       401   401      401    401    401   401 401', 'POST /slack/events', { body: { type: 'slack' } }),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/slack'),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/slack', { body: { enabled: true } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/slack'),
  row('401       404   403      403    403    ok    403 403', 'POST /w/:workspace/slack/test'),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/slack/manifest'),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/slack/people'),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/slack/people/:slack_user', { ...slackUser, body: { username: 'target' } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/slack/people/:slack_user', slackUser),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/slack_simulator'),
  row('401       404   403      403    403    ok    403 403', 'POST /w/:workspace/slack_simulator', {
    body: { as: 'U0STRANGER', act: { type: 'close', view_id: 'V0' } },
  }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/slack_simulator'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/slack_commands'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/slack_commands/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/slack_commands/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/slack_commands/*path', slackCommand),
  row('401       404   403      403    404    ok    404 403', 'PUT /w/:workspace/slack_commands/*path', {
    about: '(that runs what one may not)',
    body: { ...slackCommand.body, target: { path: known.hiddenPath } },
  }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/slack_commands/*path', slackCommand),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/slack_commands/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/slack_commands/*path'),
];

const client = { redirect_uris: ['http://127.0.0.1/callback'] };

/** What AI clients call, and what people decide about them. */
export const mcp = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  ok ', 'POST /w/:workspace/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } }),
  row('401       404   ok       ok     ok     ok    ok  ok ', 'GET /w/:workspace/mcp'),
  row('401       404   404      404    404    404   404 404', 'DELETE /w/:workspace/mcp'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /.well-known/oauth-protected-resource/api/w/:workspace/mcp'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /.well-known/oauth-authorization-server'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /oauth/register', { body: client }),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /oauth/token'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /oauth/revoke', { body: { token: 'x' } }),
  row('401       ok    ok       ok     ok     ok    403 403', 'GET /oauth/authorizations'),
  row('401       ok    ok       ok     ok     ok    403 403', 'POST /oauth/authorizations', { body: { request: {}, is_allowed: true } }),
  row('401       ok    ok       ok     ok     ok    403 403', 'GET /oauth/clients'),
  row('401       404   404      404    404    404   403 403', 'DELETE /oauth/clients/:id', { at: { id: known.nothing } }),
];
