import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { io as connect } from 'socket.io-client';
import { declaredRoutes } from '../../backend/access/declared-access.ts';
import { errorStatus, type ErrorCode } from '../../backend/common/app-error.ts';
import type { Subscribed } from '../../backend/jobs/live.contract.ts';
import { createTestApp, type TestAnswer, type TestApp, type TestClient } from '../support/app.ts';
import { callers, type Caller, type Outcome, type RouteRow } from './route-matrix.rows.ts';
import { routes } from './route-matrix.table.ts';
import { known, MatrixWorld } from './route-matrix.world.ts';

let app: TestApp;
let world: MatrixWorld;
let clients: Record<Caller, TestClient>;
beforeAll(async () => {
  app = await createTestApp();
  world = await MatrixWorld.create(app);
  clients = await world.callers();
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

/** Access is one question; whether the body made sense is another, and comes after it. */
function outcomeOf({ status }: Pick<TestAnswer, 'status'>): Outcome | `${number}` {
  if (status < 400 || [400, 406, 409, 413, 422, 429].includes(status)) return 'ok';
  return `${status}`;
}

const fixed: Record<string, string> = { workspace: 'matrix', path: known.path, username: 'target', kind: 'script', token: known.invitationSecret };

function urlOf({ route, at = {}, query = '' }: RouteRow): string {
  const path = (route.split(' ')[1] ?? '').replace(/[:*](\w+)/g, (_whole, name: string) => at[name] ?? fixed[name] ?? `missing-${name}`);
  return `${path === '/metrics' || path.startsWith('/.well-known/') ? '' : '/api'}${path}${query}`;
}

/** The outcome of a route for one client. Nothing of the world is put in order again: for calls that are refused. */
async function outcomeFor(row: RouteRow, client: TestClient): Promise<string> {
  const [method = 'GET', target = ''] = row.route.split(' ');
  if (method === 'SOCKET') return outcomeOf({ status: await callSocket(client, target, row.body) });
  return outcomeOf(await client.send(method, urlOf(row), method === 'GET' ? undefined : (row.body ?? {})));
}

async function call(row: RouteRow, caller: Caller): Promise<string> {
  const [method = 'GET', target = ''] = row.route.split(' ');
  if (method === 'SOCKET') return outcomeOf({ status: await callSocket(clients[caller], target, row.body) });
  const answer = await clients[caller].send(method, urlOf(row), method === 'GET' ? undefined : (row.body ?? {}));
  if (method !== 'GET' && answer.status < 400) {
    await world.restore();
    if (row.route.includes(' /auth/')) clients = await world.callers();
  }
  return outcomeOf(answer);
}

/** The status that the answer would have over HTTP; somebody who is not let in at all gets 401. */
async function callSocket(client: TestClient, event: string, body: unknown): Promise<number> {
  const socket = connect(app.url, { transports: ['websocket'], extraHeaders: { ...client.headers }, reconnection: false, forceNew: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      socket.on('disconnect', () => resolve(401));
      socket.on('connect_error', reject);
      socket.on('connect', () => socket.emit(event, body, (answer: Subscribed) => resolve(answer.ok ? 200 : errorStatus[answer.error.code as ErrorCode])));
    });
  } finally {
    socket.disconnect();
  }
}

describe('every route, called by everyone', () => {
  test('is in the table, and the table has no route that is gone', () => {
    const declared = declaredRoutes(app.application.get(ModulesContainer)).map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes.map(({ route }) => route))].sort()).toEqual(declared.sort());
  });

  test.each(routes)('$route $about', async (row) => {
    const outcomes: string[] = [];
    for (const caller of callers) outcomes.push(await call(row, caller));
    expect(inColumns(outcomes)).toBe(inColumns(row.outcomes));
  });
});

describe('the token of an embedding site', () => {
  test('is refused by every route that asks who calls, and gets from public ones what nobody gets', async () => {
    const embedded = await world.embedded(clients.admin);
    const reached: string[] = [];
    for (const row of routes) {
      const outcome = await outcomeFor(row, embedded);
      if (outcome !== row.outcomes[0]) reached.push(`${row.route} ${row.about}: ${outcome}`);
    }
    expect(reached).toEqual([]);
  }, 60_000);

  test('opens the app that it was issued for, and no other', async () => {
    const embedded = await world.embedded(clients.admin);
    const view = (path: string) => embedded.get<{ user: { username: string } }>(`/api/guest_apps/matrix/view/${path}`);
    expect((await view(known.path)).body.user).toMatchObject({ username: 'guest', is_signed_in: true });
    expect((await view(known.hiddenPath)).status).toBe(404);
  });
});

const inColumns = (outcomes: readonly string[]): string => callers.map((caller, index) => `${caller}: ${outcomes[index]}`).join(', ');
