import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import type { Action, Level, Role } from './core/actions.ts';
import type { Auth, ItemKind } from './core/auth.ts';
import { can } from './core/can.ts';
import { visiblePaths } from './visible-paths.sql.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase({ url: testDatabase.url, entities: [], poolSize: 1, onError: () => undefined });
});

afterAll(async () => {
  await database.close();
  await testDatabase[Symbol.asyncDispose]();
});

const paths = ['f/support/refund', 'f/support/orders/refund', 'f/supporter/refund', 'f/finance/report', 'u/ada/mine', 'u/ada.b/theirs', 'u/bob/private'];
const level = fc.constantFrom<Level>('read', 'write', 'owner');
const kind = fc.constantFrom<ItemKind>('script', 'resource', 'variable');
const scope = fc
  .tuple(
    fc.constantFrom('scripts', 'resources', 'variables'),
    fc.constantFrom('read', 'write', '*'),
    fc.constantFrom('', ':*', ':f/support/*', ':f/support/refund', ':u/ada/*'),
  )
  .map(([domain, verb, path]) => `${domain}:${verb}${path}`);
const auth = fc
  .record({
    role: fc.constantFrom<Role>('admin', 'developer', 'operator'),
    scopes: fc.option(fc.array(scope, { maxLength: 3 })),
    folders: fc.array(fc.tuple(fc.constantFrom('support', 'finance', 'supporter'), level)),
    items: fc.array(
      fc.tuple(
        fc.tuple(kind, fc.constantFrom(...paths)).map((parts) => parts.join(':')),
        level,
      ),
    ),
  })
  .map((parts): Auth => ({
    userId: '00000000-0000-7000-8000-000000000000',
    email: 'ada@example.com',
    name: 'Ada',
    isSuperadmin: false,
    via: { kind: 'session', sessionId: 's' },
    boundWorkspace: null,
    workspaceId: 'acme',
    username: 'ada',
    groups: [],
    role: parts.role,
    scopes: parts.scopes,
    folders: new Map(parts.folders),
    items: new Map(parts.items),
  }));

describe('the paths that a list shows', () => {
  test('are exactly those that the rule for a single path allows', async () => {
    await fc.assert(
      fc.asyncProperty(auth, kind, fc.constantFrom('read', 'write'), async (subject, asked, verb) => {
        const action = `${asked}s:${verb}` as Action;
        const parameters = new Parameters();
        const [list, condition] = [parameters.add(paths), visiblePaths(subject, action, asked, 'path', parameters)];
        const rows = await database.run<{ path: string }>({
          text: `select path from unnest(${list}::text[]) as path where ${condition}`,
          values: parameters.values,
        });
        expect(rows.map(({ path }) => path)).toEqual(paths.filter((path) => can(subject, action, { kind: asked, path }).allowed));
      }),
      { numRuns: 300 },
    );
  });
});
