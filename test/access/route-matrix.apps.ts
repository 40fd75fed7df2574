import { known } from './route-matrix.world.ts';
import { hidden, row, type Call } from './route-matrix.rows.ts';

const emptyApp = { body: { document: { pages: [{ id: 'home', title: 'Home', body: { children: [] } }] } } };
const upload = { version: 1, component: 'none', name: 'a.png', size: 1 };
const file = { at: { id: `file_${known.file}` } };
const hiddenFile = { at: { id: `file_${known.hiddenFile}` } };
/** Apps: building needs write, using them read. A job changes none, since their actions may run as who released them. */
export const apps = [
  //   anonymous other operator viewer writer admin job app
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /app_schema'),
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /component_frame'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/apps'),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/app_templates'),
  ...(
    [
      ['GET', 'apps', {}],
      ['PUT', 'apps', emptyApp],
      ['DELETE', 'apps', {}],
      ['GET', 'app_versions', {}],
      ['POST', 'app_rollback', { body: { version: 1 } }],
      ['POST', 'app_rename', { body: { to: 'f/shop/other' } }],
      ['POST', 'app_restore', {}],
      ['GET', 'app_drafts', {}],
      ['POST', 'app_drafts', { body: {} }],
      ['DELETE', 'app_drafts', {}],
      ['POST', 'app_commands', { body: { commands: [], since: 0 } }],
      ['GET', 'app_changes', {}],
      ['POST', 'app_release', { body: { seq: 0 } }],
      ['GET', 'app_preview', { query: '?release=draft' }],
      ['POST', 'app_embed_tokens', { body: { user: { id: 'guest' } } }],
    ] satisfies [string, string, Call][]
  ).flatMap(([method, route, call]) => [
    row('401     404   403      403    ok     ok    403 403', `${method} /w/:workspace/${route}/*path`, call),
    hidden('401  404   404      404    404    ok    404 403', `${method} /w/:workspace/${route}/*path`, call),
  ]),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/app_view/*path'),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/app_view/*path'),
  ...['GET', 'PUT', 'DELETE'].flatMap((method) => {
    const call = { at: { component: 'orders' }, query: '?name=x', body: { name: 'x', value: {} } };
    const own = method === 'DELETE' ? '404' : 'ok';
    return [
      row(`401   404   ${own}   ${own}   ${own}    ${own}    ${own}  403`, `${method} /w/:workspace/app_saved_views/:component/*path`, call),
      hidden(`401 404  404      404    404    ${own} 404 403`, `${method} /w/:workspace/app_saved_views/:component/*path`, call),
    ];
  }),
  row('401       404   404      404    404    404   404 403', 'POST /w/:workspace/app_actions/:action/export/*path', {
    about: '(no such action)',
    at: { action: 'none' },
    body: { version: 1, columns: [{ field: 'id', title: 'Id' }] },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'GET /w/:workspace/app_exports'),
  ...['GET /w/:workspace/app_exports/:id', 'GET /w/:workspace/app_exports/:id/file', 'POST /w/:workspace/app_exports/:id/cancel'].map((route) =>
    row('401     404   404      404    404    404   404 403', route, { about: '(of somebody else)', at: { id: known.job } }),
  ),
  row('401       404   403      403    404    404   403 403', 'POST /w/:workspace/app_preview_actions/:action/run/*path', {
    about: '(no such action)',
    at: { action: 'none' },
    body: { release: 1 },
  }),
  row('401       404   404      404    404    404   404 403', 'POST /w/:workspace/app_actions/:action/run/*path', {
    about: '(no such action)',
    at: { action: 'none' },
    body: { version: 1 },
  }),
  hidden('401    404   404      404    404    404   404 403', 'POST /w/:workspace/app_actions/:action/run/*path', {
    at: { action: 'none' },
    body: { version: 1 },
  }),
  row('401       404   404      404    404    404   404 403', 'POST /w/:workspace/app_uploads/*path', { about: '(that nobody asked for)', body: upload }),
  hidden('401    404   404      404    404    404   404 403', 'POST /w/:workspace/app_uploads/*path', { body: upload }),
  row('401       404   404      404    404    404   404 403', 'PUT /w/:workspace/app_upload_parts/:id', {
    about: '(of somebody else)',
    ...file,
    query: '?at=0',
  }),
  row('401       404   404      404    ok     ok    ok  403', 'GET /w/:workspace/app_files/:id', file),
  hidden('401    404   404      404    404    ok    404 403', 'GET /w/:workspace/app_files/:id', hiddenFile),
  row('401       404   404      404    ok     ok    404 403', 'DELETE /w/:workspace/app_files/:id', file),
  hidden('401    404   404      404    404    ok    404 403', 'DELETE /w/:workspace/app_files/:id', hiddenFile),
  row('401       404   404      404    ok     ok    ok  403', 'POST /w/:workspace/app_files/:id/links', { ...file, body: {} }),
  hidden('401    404   404      404    404    ok    404 403', 'POST /w/:workspace/app_files/:id/links', { ...hiddenFile, body: {} }),
  row('404       404   404      404    404    404   404 404', 'GET /file_links/:token', { about: '(that is none)' }),
];

/** Apps without an account: who one is beside that opens nothing, and an app that lets nobody in is not there. */
export const guestApps = [
  //   anonymous other operator viewer writer admin job app
  row('ok        ok    ok       ok     ok     ok    ok  ok ', 'GET /guest_apps/:workspace/view/*path'),
  hidden('404    404   404      404    404    404   404 404', 'GET /guest_apps/:workspace/view/*path'),
  row('404       404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/actions/:action/run/*path', {
    about: '(no such action)',
    at: { action: 'none' },
    body: { version: 1 },
  }),
  hidden('404    404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/actions/:action/run/*path', {
    at: { action: 'none' },
    body: { version: 1 },
  }),
  row('404       404   404      404    404    404   404 404', 'GET /guest_apps/:workspace/runs/:ticket', {
    about: '(that is none)',
    at: { ticket: known.job },
  }),
  row('404       404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/runs/:ticket/cancel', {
    about: '(that is none)',
    at: { ticket: known.job },
  }),
  row('404       404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/actions/:action/say/*path', {
    about: '(no such action)',
    at: { action: 'none' },
    body: { version: 1, text: 'Hello' },
  }),
  hidden('404    404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/actions/:action/say/*path', {
    at: { action: 'none' },
    body: { version: 1, text: 'Hello' },
  }),
  ...(['GET /guest_apps/:workspace/chats/:ticket/view/*path', 'GET /guest_apps/:workspace/chats/:ticket/stream/*path'] as const).flatMap((route) => [
    row('404       404   404      404    404    404   404 404', route, { about: '(that is none)', at: { ticket: known.job } }),
    hidden('404    404   404      404    404    404   404 404', route, { at: { ticket: known.job } }),
  ]),
  row('404       404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/chats/:ticket/stop/*path', {
    about: '(that is none)',
    at: { ticket: known.job },
  }),
  hidden('404    404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/chats/:ticket/stop/*path', { at: { ticket: known.job } }),
  row('404       404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/uploads/*path', {
    about: '(that nobody asked for)',
    body: upload,
  }),
  hidden('404    404   404      404    404    404   404 404', 'POST /guest_apps/:workspace/uploads/*path', { body: upload }),
  row('404       404   404      404    404    404   404 404', 'PUT /guest_apps/:workspace/upload_parts/:id', {
    about: '(with a key that is none)',
    ...file,
    query: '?at=0&key=none',
  }),
  row('404       404   404      404    404    404   404 404', 'DELETE /guest_apps/:workspace/files/:id', {
    about: '(with a key that is none)',
    ...file,
    query: '?key=none',
  }),
];
