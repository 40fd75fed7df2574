import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { newId } from '../common/ids.ts';
import type { Page } from '../common/page.ts';
import type { EventRow } from './audit.contract.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

/** Events of another year, several of them at the same microsecond. */
async function withEvents(workspace: TestWorkspace, count: number): Promise<void> {
  await app.platform.database.manager.query(
    `insert into event (id, workspace_id, at, actor, action, object_kind, object_path, details)
     select ($1::uuid[])[i], $2, '2020-01-01T00:00:00.123456Z'::timestamptz + (i / 3) * interval '1 microsecond', '=cmd()', 'script.deployed', 'script', 'f/a/' || i, '{"text": "a \\"quoted\\", text"}'
     from generate_series(1, $3) as i`,
    [Array.from({ length: count }, newId), workspace.id, count],
  );
}

describe('the audit log', () => {
  test('is read page by page, newest first, without a gap or a repeat even within one microsecond', async () => {
    const workspace = await app.make.aWorkspace();
    await withEvents(workspace, 25);
    const seen: EventRow[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page<EventRow> = (await workspace.admin.client.get<Page<EventRow>>(`${workspace.api}/events?limit=7&action=script.deployed${next ? `&after=${next}` : ''}`)).body;
      seen.push(...page.items);
      next = page.next;
    }
    expect(new Set(seen.map(({ object_path: path }) => path)).size).toBe(25);
    expect(seen).toHaveLength(25);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort().reverse());
  });

  test('is filtered by actor, action, object and time', async () => {
    const workspace = await app.make.aWorkspace();
    await withEvents(workspace, 5);
    const count = async (filter: string) => (await workspace.admin.client.get<Page<EventRow>>(`${workspace.api}/events?${filter}`)).body.items.length;
    expect(await count('actor=u/admin')).toBe(2);
    expect(await count('action=script.*')).toBe(5);
    expect(await count('object_kind=script&object_path=f/a/3')).toBe(1);
    expect(await count('to=2021-01-01T00:00:00Z')).toBe(5);
    expect(await count('from=2021-01-01T00:00:00Z')).toBe(2);
    expect(codeOf(await workspace.admin.client.get(`${workspace.api}/events?from=yesterday`))).toBe('request/invalid');
    expect(codeOf(await workspace.admin.client.get(`${workspace.api}/events?after=nonsense`))).toBe('request/invalid');
  });

  test('shows only its own workspace, and only to admins', async () => {
    const [here, there] = await Promise.all([app.make.aWorkspace(), app.make.aWorkspace()]);
    await withEvents(there, 3);
    const developer = await here.aMember('developer');
    expect((await here.admin.client.get<Page<EventRow>>(`${here.api}/events?action=script.*`)).body.items).toEqual([]);
    expect(codeOf(await developer.client.get(`${here.api}/events`))).toBe('access/forbidden');
    expect(codeOf(await developer.client.get(`${here.api}/events_export?format=csv`))).toBe('access/forbidden');
    expect(codeOf(await here.admin.client.get(`${there.api}/events`))).toBe('workspace/not_found');
  });

  test('is handed out as CSV that no spreadsheet takes for formulas, and as JSON, whole', async () => {
    const workspace = await app.make.aWorkspace();
    await withEvents(workspace, 2_500);
    const csv = await workspace.admin.client.get(`${workspace.api}/events_export?format=csv&action=script.deployed`);
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${workspace.id}-events.csv"`);
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2_501);
    expect(lines[1]).toContain(`"'=cmd()"`);
    expect(lines[1]).toContain(`"{""text"":""a \\""quoted\\"", text""}"`);
    const json = await workspace.admin.client.get<EventRow[]>(`${workspace.api}/events_export?format=json&action=script.deployed`);
    expect(json.body).toHaveLength(2_500);
    const exports = await workspace.admin.client.get<Page<EventRow>>(`${workspace.api}/events?action=events.exported`);
    expect(exports.body.items).toHaveLength(2);
  });
});
