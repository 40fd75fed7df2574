import { row } from './route-matrix.rows.ts';
import { known } from './route-matrix.world.ts';

/** Events of the live stream. A room is checked like the matching GET; who is nobody is not even connected. */
export const socket = [
  //   anonymous other operator viewer writer admin job app
  row('401       404   ok       ok     ok     ok    ok  403', 'SOCKET subscribe', { about: 'runs', body: { workspace: 'matrix', room: 'runs' } }),
  row('401       404   403      403    ok     ok    403 403', 'SOCKET subscribe', { about: 'app', body: { workspace: 'matrix', room: `app:${known.path}` } }),
  row('401       404   404      404    404    ok    404 403', 'SOCKET subscribe', {
    about: 'app (hidden)',
    body: { workspace: 'matrix', room: `app:${known.hiddenPath}` },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'SOCKET subscribe', {
    about: 'evaluations',
    body: { workspace: 'matrix', room: `evaluations:${known.path}` },
  }),
  row('401       404   404      404    404    ok    404 403', 'SOCKET subscribe', {
    about: 'evaluations (hidden)',
    body: { workspace: 'matrix', room: `evaluations:${known.hiddenPath}` },
  }),
  row('401       404   ok       ok     ok     ok    ok  403', 'SOCKET subscribe', { about: 'inbox', body: { workspace: 'matrix', room: 'inbox' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'SOCKET subscribe', { about: 'workers', body: { workspace: 'matrix', room: 'workers' } }),
  row('401       404   ok       ok     ok     ok    ok  403', 'SOCKET subscribe', { about: 'job', body: { workspace: 'matrix', room: `job:${known.job}` } }),
  row('401       404   404      404    404    ok    404 403', 'SOCKET subscribe', {
    about: 'job (hidden)',
    body: { workspace: 'matrix', room: `job:${known.hiddenJob}` },
  }),
  row('401       ok    ok       ok     ok     ok    ok  ok ', 'SOCKET unsubscribe', { body: { workspace: 'matrix', room: 'runs' } }),
  // Who follows no room says nothing in it: then the answer is about the request, and about nothing in the room.
  row('401       ok    ok       ok     ok     ok    ok  ok ', 'SOCKET present', {
    about: '(in a room that one does not follow)',
    body: { workspace: 'matrix', room: `app:${known.path}`, spot: null },
  }),
];
