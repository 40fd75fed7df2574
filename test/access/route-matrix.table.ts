import { apps, guestApps } from './route-matrix.apps.ts';
import { mcp, slack } from './route-matrix.outside.ts';
import { socket } from './route-matrix.socket.ts';
import { hidden, row, type Call, type RouteRow } from './route-matrix.rows.ts';
import { known } from './route-matrix.world.ts';

const job = { at: { id: known.job } };
/** Which step is asked about, where the route needs one. */
const ofStep = (part: string): Call => (part === '/frames' || part === '/result' ? { query: '?step=a' } : {});
const onShop = { query: '?object_kind=folder&object_path=shop' };
const grant = { object_kind: 'folder', object_path: 'shop', subject: 'u/target', level: 'read' };

/** Sign-in, tokens and what belongs to the installation. */
const installation = [
  //   anonymous other operator viewer writer admin job app
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /health'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /version'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /metrics', { about: '(from the machine itself)' }),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /auth/login'),
  row('401       ok    ok       ok     ok     ok    ok  403', 'GET /auth/me'),
  row('401       ok    ok       ok     ok     ok    403 403', 'PATCH /auth/me', { body: { name: 'New' } }),
  row('401       ok    ok       ok     ok     ok    403 403', 'POST /auth/logout'),
  row('401       ok    ok       ok     ok     ok    403 403', 'POST /auth/logout_everywhere'),
  row('401       ok    ok       ok     ok     ok    403 403', 'POST /auth/password'),
  row('401       ok    ok       ok     ok     ok    403 403', 'GET /auth/sessions'),
  row('401       404   404      404    404    404   403 403', 'DELETE /auth/sessions/:id', { about: '(of somebody else)', at: { id: known.nothing } }),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /auth/invitations/:token'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /auth/invitations/:token'),
  row('401       ok    ok       ok     ok     ok    403 403', 'GET /tokens'),
  row('401       404   ok       ok     ok     ok    403 403', 'POST /tokens', { body: { label: 'x', workspace: 'matrix' } }),
  row('401       404   404      404    404    404   403 403', 'DELETE /tokens/:id', { about: '(of somebody else)', at: { id: known.nothing } }),
  row('401       403   403      403    403    403   403 403', 'POST /workspaces', { body: { id: 'another', name: 'x', username: 'x' } }),
];

/** The workspace, its people, groups, folders, grants and events. */
const workspace = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace'),
  row('401       404   403      403    403    ok    403 403', 'PATCH /w/:workspace', { body: { name: 'New' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/me'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/members'),
  row('401       404   403      403    403    ok    403 403', 'PATCH /w/:workspace/members/:username', { body: { disabled: true } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/members/:username'),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/invitations'),
  row('401       404   403      403    403    ok    403 403', 'POST /w/:workspace/invitations', { body: { email: 'new@example.com', role: 'admin' } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/invitations/:id', { at: { id: known.invitation } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/groups'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/groups/:name', { at: { name: 'team' } }),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/groups/:name', { at: { name: 'team' }, body: { members: ['target'] } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/groups/:name', { at: { name: 'team' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/folders'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/folders/:name', { at: { name: 'shop' } }),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/folders/:name', { at: { name: 'shop' }, body: { summary: 'New' } }),
  row('401       404   403      ok     ok     ok    ok  403', 'PUT /w/:workspace/folders/:name', { about: '(that is new)', at: { name: 'new' }, body: {} }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/folders/:name', { at: { name: 'empty' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/grants', onShop),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/grants', {
    about: '(hidden)',
    query: '?object_kind=folder&object_path=secret',
  }),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/grants', { body: grant }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/access', onShop),
  row('401       404   404      404    404    ok    404 403', 'GET /w/:workspace/access', {
    about: '(hidden)',
    query: `?object_kind=script&object_path=${known.hiddenPath}`,
  }),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/events'),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/events_export', { query: '?format=csv' }),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/export'),
  row('401       404   403      403    403    ok    403 403', 'POST /w/:workspace/import'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/home'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/search', { query: '?q=thing' }),
  row('401       404   ok       ok     ok     ok    ok  403', 'PUT /w/:workspace/favourites', {
    body: { kind: 'script', path: known.path, is_favourite: true },
  }),
  row('401       404   404      404    404    ok    404 403', 'PUT /w/:workspace/favourites', {
    about: '(hidden)',
    body: { kind: 'script', path: known.hiddenPath, is_favourite: true },
  }),
];

/** Scripts and drafts. */
const scripts = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/languages'),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/signature', { body: { language: 'bash', content: 'echo' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/scripts'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/scripts/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/scripts/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/scripts/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/scripts/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/scripts/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/scripts/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/script_versions/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/script_versions/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/script_references/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/script_references/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/script_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    404    ok    404 403', 'POST /w/:workspace/script_rename/*path', {
    about: '(into a hidden folder)',
    body: { to: 'f/secret/other' },
  }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/script_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/script_restore/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/script_restore/*path'),
  row('401       404   403      ok     ok     ok    ok  403', 'GET /w/:workspace/drafts'),
  row('401       404   403      ok     ok     ok    ok  403', 'GET /w/:workspace/drafts/:kind/*path'),
  row('401       404   403      ok     ok     ok    ok  403', 'PUT /w/:workspace/drafts/:kind/*path', { body: { value: {} } }),
  row('401       404   403      ok     ok     ok    ok  403', 'DELETE /w/:workspace/drafts/:kind/*path'),
];

/** Flows. */
const flows = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/flows'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/flows/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/flows/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/flows/*path', { body: { value: { modules: [] } } }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/flows/*path', { body: { value: { modules: [] } } }),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/flows/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/flows/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/flow_versions/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/flow_versions/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/flow_references/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/flow_references/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/flow_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    404    ok    404 403', 'POST /w/:workspace/flow_rename/*path', {
    about: '(into a hidden folder)',
    body: { to: 'f/secret/other' },
  }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/flow_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/flow_restore/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/flow_restore/*path'),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/flow_check', { body: { value: { modules: [] } } }),
];

/** Agents. */
const agents = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agents'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agents/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/agents/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/agents/*path', { body: { value: {} } }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/agents/*path', { body: { value: {} } }),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/agents/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/agents/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agent_versions/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/agent_versions/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agent_evaluations/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/agent_evaluations/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/agent_evaluations/*path', { body: {} }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/agent_evaluations/*path', { body: {} }),
  row('401       404   404      404    404    404   404 403', 'GET /w/:workspace/evaluations/:id', { about: '(unknown)', at: { id: known.nothing } }),
  row('401       404   403      404    404    404   404 403', 'POST /w/:workspace/evaluations/:id/cancel', { about: '(unknown)', at: { id: known.nothing } }),
  row('401       404   403      403    ok     ok    ok  403', 'GET /w/:workspace/agent_volume/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/agent_volume/*path'),
  row('401       404   403      403    404    404   404 403', 'GET /w/:workspace/agent_volume_file/*path', { about: '(no such file)', query: '?path=a' }),
  hidden('401    404   404      404    404    404   404 403', 'GET /w/:workspace/agent_volume_file/*path', { query: '?path=a' }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agent_references/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/agent_references/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/agent_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    404    ok    404 403', 'POST /w/:workspace/agent_rename/*path', {
    about: '(into a hidden folder)',
    body: { to: 'f/secret/other' },
  }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/agent_rename/*path', { body: { to: 'f/shop/other' } }),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/agent_restore/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/agent_restore/*path'),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/agent_check', { body: { value: {} } }),
  row('401       404   403      403    403    ok    403 403', 'GET /w/:workspace/agent_budgets'),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/agent_budgets', { body: { items: [] } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/agent_usage', { query: '?from=2026-01-01&to=2026-12-31' }),
];

const ofNobody = { about: '(of somebody else)', at: { id: known.nothing, message: known.nothing, file: known.nothing } };

/** Conversations: a job has none, whoever it runs as. */
const threads = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    403 403', 'GET /w/:workspace/threads'),
  row('401       404   ok       ok     ok     ok    403 403', 'POST /w/:workspace/threads', { body: { agent: known.path } }),
  row('401       404   404      404    404    ok    403 403', 'POST /w/:workspace/threads', { about: '(hidden)', body: { agent: known.hiddenPath } }),
  row('401       404   404      404    404    404   403 403', 'GET /w/:workspace/threads/:id', ofNobody),
  row('401       404   404      404    404    404   403 403', 'PATCH /w/:workspace/threads/:id', { ...ofNobody, body: { title: 'Mine' } }),
  row('401       404   404      404    404    404   403 403', 'DELETE /w/:workspace/threads/:id', ofNobody),
  row('401       404   404      404    404    404   403 403', 'POST /w/:workspace/threads/:id/messages', { ...ofNobody, body: { text: 'Hello' } }),
  row('401       404   404      404    404    404   403 403', 'POST /w/:workspace/threads/:id/retry', { ...ofNobody, body: { message_id: known.nothing } }),
  row('401       404   404      404    404    404   403 403', 'POST /w/:workspace/threads/:id/stop', ofNobody),
  row('401       404   404      404    404    404   403 403', 'POST /w/:workspace/threads/:id/messages/:message/feedback', {
    ...ofNobody,
    body: { rating: 'up' },
  }),
  row('401       404   404      404    404    404   403 403', 'GET /w/:workspace/threads/:id/stream', ofNobody),
  row('401       404   404      404    404    404   403 403', 'POST /w/:workspace/threads/:id/files', { ...ofNobody, query: '?name=a.txt' }),
  row('401       404   404      404    404    404   403 403', 'GET /w/:workspace/threads/:id/files/:file', ofNobody),
  row('401       404   404      404    404    404   403 403', 'GET /w/:workspace/threads/:id/volume', ofNobody),
  row('401       404   404      404    404    404   403 403', 'GET /w/:workspace/threads/:id/volume_file', { ...ofNobody, query: '?path=a' }),
];

/** Resources, variables and what scripts remember. */
const values = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/resource_types'),
  row('401       404   403      403    403    ok    403 403', 'PUT /w/:workspace/resource_types/:name', { at: { name: 'shop_api' }, body: { schema: {} } }),
  row('401       404   403      403    403    ok    403 403', 'DELETE /w/:workspace/resource_types/:name', { at: { name: 'shop_api' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/resources'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/resources/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/resources/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/resources/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/resources/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/resources/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/resources/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'GET /w/:workspace/resources_value/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/resources_value/*path'),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/resource_test'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/variables'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/variables/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/variables/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/variables/*path', { body: { value: 'new' } }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/variables/*path', { body: { value: 'new' } }),
  row('401       404   403      403    ok     ok    ok  403', 'DELETE /w/:workspace/variables/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/variables/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'GET /w/:workspace/variables_value/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/variables_value/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/state/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/state/*path'),
  row('401       404   403      403    ok     ok    ok  403', 'PUT /w/:workspace/state/*path', { body: { count: 1 } }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/state/*path', { body: { count: 1 } }),
];

const schedule = { body: { target: { path: known.path }, args: { order: 'x' }, cron: '0 2 * * *' } };
const range = { body: { from: '2026-03-01T00:00:00Z', to: '2026-03-01T01:00:00Z', dry_run: true } };

/** What runs when. A job never writes a schedule: that would go on as the person for whom the job runs. */
const schedules = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/schedules'),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/schedule_preview', { body: { cron: '0 2 * * *' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/schedules/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/schedules/*path'),
  row('401       404   403      403    ok     ok    403 403', 'PUT /w/:workspace/schedules/*path', schedule),
  row('401       404   403      403    404    ok    403 403', 'PUT /w/:workspace/schedules/*path', {
    about: '(that runs what is hidden)',
    body: { ...schedule.body, target: { path: known.hiddenPath } },
  }),
  hidden('401    404   404      404    404    ok    404 403', 'PUT /w/:workspace/schedules/*path', schedule),
  row('401       404   403      403    ok     ok    403 403', 'DELETE /w/:workspace/schedules/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/schedules/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/schedule_ticks/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/schedule_ticks/*path'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/schedule_calendar/*path', { query: '?from=2026-03-01&to=2026-03-31' }),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/schedule_calendar/*path', { query: '?from=2026-03-01&to=2026-03-31' }),
  row('401       404   403      403    ok     ok    403 403', 'POST /w/:workspace/schedule_run_now/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/schedule_run_now/*path'),
  row('401       404   403      403    ok     ok    403 403', 'POST /w/:workspace/schedule_backfill/*path', range),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/schedule_backfill/*path', range),
];

/** Runs. A browser never runs anything by GET: a link on another site would do it with the cookie of whoever clicks. */
const jobs = [
  //   anonymous other operator viewer writer admin job app
  ...[
    'run/p',
    'run_wait_result/p',
    'run_and_stream/p',
    'run/f',
    'run_wait_result/f',
    'run_and_stream/f',
    'run/a',
    'run_wait_result/a',
    'run_and_stream/a',
  ].flatMap((run) => [
    row('401     404   ok       ok     ok     ok    ok  403', `POST /w/:workspace/jobs/${run}/*path`),
    hidden('401  404   404      404    404    ok    404 403', `POST /w/:workspace/jobs/${run}/*path`),
    row('401     404   403      403    403    403   ok  403', `GET /w/:workspace/jobs/${run}/*path`),
  ]),
  ...['p', 'f', 'a'].flatMap((kind) => [
    row('401     404   ok       ok     ok     ok    ok  403', `POST /w/:workspace/jobs/run_batch/${kind}/*path`, { body: { args: [{}] } }),
    hidden('401  404   404      404    404    ok    404 403', `POST /w/:workspace/jobs/run_batch/${kind}/*path`, { body: { args: [{}] } }),
  ]),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/preview_flow'),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/preview_agent'),
  row('401       404   404      404    404    404   404 403', 'GET /w/:workspace/jobs/:id/agent', { about: '(that is no run of an agent)', ...job }),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/:id/restart', { ...job, body: { step: 'a' } }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/jobs/:id/restart', { body: { step: 'a' } }),
  row('401       404   403      ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/preview'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/counts'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/durations'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id', job),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id/result', job),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id/result'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id/logs', job),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id/logs'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id/logs.txt', job),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id/logs.txt'),
  ...['', '/steps', '/frames', '/timeline', '/result'].flatMap((part) => [
    row('401     404   ok       ok     ok     ok    ok  403', `GET /w/:workspace/jobs/:id/flow${part}`, { ...job, ...ofStep(part) }),
    hidden('401  404   404      404    404    ok    404 403', `GET /w/:workspace/jobs/:id/flow${part}`, ofStep(part)),
  ]),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id/workflow', job),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id/workflow'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/jobs/:id/workflow/result', { ...job, query: '?key=1' }),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/jobs/:id/workflow/result', { query: '?key=1' }),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/:id/workflow/restart', { ...job, body: { from: '1' } }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/jobs/:id/workflow/restart', { body: { from: '1' } }),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/jobs/:id/cancel', job),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/jobs/:id/cancel'),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/:id/rerun', job),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/jobs/:id/rerun'),
  row('401       404   403      403    ok     ok    ok  403', 'POST /w/:workspace/jobs/:id/progress', { ...job, body: { percent: 1 } }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/jobs/:id/progress', { body: { percent: 1 } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/bulk_cancel', {
    about: '(says for each job whether it may)',
    body: { ids: [known.hiddenJob] },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/jobs/bulk_rerun', {
    about: '(says for each job whether it may)',
    body: { ids: [known.hiddenJob] },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'POST /w/:workspace/events/:key', { at: { key: 'paid' }, body: {} }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/workers'),
];

const approval = { at: { id: known.approval } };
const ofHidden = { at: { id: known.hiddenApproval } };
const away = { to: 'u/target', from: '2026-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z' };

/** Decisions. Who may read the item sees the request, who owns it decides; a job never decides, and never asks. */
const approvals = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/approvals'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/approval_counts'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/approvals_export', { query: '?format=csv' }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/approvals/:id', approval),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/approvals/:id', ofHidden),
  ...(
    [
      ['decide', '403', { vote: 'approve' }],
      ['comment', 'ok', { comment: 'Why?' }],
      ['claim', '403', {}],
      ['release', '403', {}],
      ['reassign', '403', { to: ['u/target'] }],
      ['withdraw', '403', {}],
      ['links', '403', { email: 'guest@example.org' }],
    ] as const
  ).flatMap(([what, reader, body]) => [
    row(`401     404   ${reader} ${reader} ${reader} ok    403 403`, `POST /w/:workspace/approvals/:id/${what}`, { ...approval, body }),
    hidden('401  404   404      404    404    ok    403 403', `POST /w/:workspace/approvals/:id/${what}`, { ...ofHidden, body }),
  ]),
  row('401       404   ok       ok     ok     ok    403 403', 'POST /w/:workspace/approvals_decide', {
    about: '(says for each request whether it may)',
    body: { items: [{ id: known.hiddenApproval, expected_hash: 'x' }], vote: 'approve' },
  }),
  row('401       404   ok       ok     ok     ok    403 403', 'POST /w/:workspace/approval_requests', { body: { path: known.path, args: { order: 'x' } } }),
  row('401       404   404      404    404    ok    403 403', 'POST /w/:workspace/approval_requests', {
    about: '(hidden)',
    body: { path: known.hiddenPath, args: { order: 'x' } },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/delegations'),
  row('401       404   ok       ok     ok     ok    403 403', 'POST /w/:workspace/delegations', { body: away }),
  row('401       404   404      404    404    404   403 403', 'DELETE /w/:workspace/delegations/:id', {
    about: '(of somebody else)',
    at: { id: known.nothing },
  }),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /approval_links/:token', { at: { token: known.linkSecret } }),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'POST /approval_links/:token', { at: { token: known.linkSecret }, body: {} }),
  row('404       404   404      404    404    404   404 404', 'GET /approval_links/:token', { about: '(that is none)' }),
];

/** Every route and every socket event of Millrace. A route without a row, or a row without a route, fails the test. */
export const routes: RouteRow[] = [
  ...installation,
  ...workspace,
  ...scripts,
  ...flows,
  ...agents,
  ...threads,
  ...apps,
  ...guestApps,
  ...values,
  ...schedules,
  ...slack,
  ...jobs,
  ...approvals,
  ...mcp,
  ...socket,
];
