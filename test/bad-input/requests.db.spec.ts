import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../support/app.ts';
import { recordLog } from '../support/recorded-log.ts';
import { refusalOf } from './refusal.ts';

const log = recordLog();
const secret = 'hunter2-never-to-be-seen';
let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let program: TestClient;

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MAX_ARGS_KB: '64' }, { logger: log.logger });
  workspace = await app.make.aWorkspace();
  ada = workspace.admin;
  program = await ada.withToken();
  await workspace.aFolder('shop');
  const content = 'export function main(order: string, amount: number, options: { notify: boolean, tags?: string[] }) { return order; }';
  const deployed = await ada.client.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bun', content });
  expect(deployed.status).toBe(201);
}, 60_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const run = '/jobs/run/p/f/shop/refund';
const good = { order: 'A-1', amount: 5, options: { notify: true } };
const json = { 'content-type': 'application/json' };
const jobCount = async () =>
  Number((await app.platform.database.run<{ count: string }>({ text: 'select count(*) from job where workspace_id = $1', values: [workspace.id] }))[0]?.count);

/** A refused request leaves no job behind. */
async function withoutTrace<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const before = await jobCount();
  const answer = await work();
  expect(await jobCount()).toBe(before);
  return answer;
}

describe('a body that is not JSON', () => {
  test.each(['{', '{"order": "A-1",}', "{'order': 1}", '{"order": NaN}', 'undefined', '{"a":1}{"b":2}', '\u0000', '{"order": "unended'])(
    'is refused as such: %j',
    async (body) => {
      const answer = await withoutTrace(() => program.raw({ method: 'POST', target: workspace.api + run, headers: json, body }));
      expect(refusalOf(answer).code).toBe('request/malformed_json');
    },
  );

  test('is refused when its bytes are no UTF-8, instead of being changed on the way', async () => {
    const answer = await withoutTrace(() =>
      program.raw({ method: 'POST', target: workspace.api + run, headers: json, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }),
    );
    expect(refusalOf(answer).code).toBe('request/malformed_json');
  });

  test('is not repeated in the answer or in the log, where it may hold a password', async () => {
    const answer = await app.anonymous.raw({
      method: 'POST',
      target: '/api/auth/login',
      headers: json,
      body: `{"email": "ada@example.com", "password": "${secret}"`,
    });
    const refusal = refusalOf(answer);
    expect(refusal.code).toBe('request/malformed_json');
    expect(answer.text).not.toContain(secret);
    expect(log.lines).toContainEqual(expect.objectContaining({ request_id: refusal.request_id, code: 'request/malformed_json', url: '/api/auth/login' }));
  });
});

describe('a body of another kind', () => {
  test.each(['text/plain', 'application/xml', 'application/octet-stream', 'multipart/form-data; boundary=x', 'application/jsonp', 'nonsense'])(
    'of the type %s is refused, not dropped',
    async (type) => {
      const answer = await withoutTrace(() =>
        program.raw({ method: 'POST', target: workspace.api + run, headers: { 'content-type': type }, body: JSON.stringify(good) }),
      );
      expect([type, refusalOf(answer).code]).toEqual([type, 'request/unsupported_type']);
    },
  );

  test('without a type is refused', async () => {
    const answer = await withoutTrace(() => program.raw({ method: 'POST', target: workspace.api + run, body: JSON.stringify(good) }));
    expect(refusalOf(answer)).toMatchObject({ code: 'request/unsupported_type', message: expect.stringContaining('no content type') });
  });

  test.each([['iso-8859-1'], ['klingon']])('in the encoding %s is refused', async (charset) => {
    const answer = await program.raw({
      method: 'POST',
      target: workspace.api + run,
      headers: { 'content-type': `application/json; charset=${charset}` },
      body: '{}',
    });
    expect(refusalOf(answer).code).toBe('request/invalid');
  });

  test('compressed in an unknown way, or only said to be compressed, is refused', async () => {
    for (const encoding of ['zstd-9000', 'gzip']) {
      const answer = await program.raw({
        method: 'POST',
        target: workspace.api + run,
        headers: { ...json, 'content-encoding': encoding },
        body: JSON.stringify(good),
      });
      expect([encoding, refusalOf(answer).code]).toEqual([encoding, 'request/invalid']);
    }
  });

  test.each(['[]', '"text"', '5', 'true', '[{"order": "A-1"}]'])('that is no object, %s, is refused where arguments are wanted', async (body) => {
    const answer = await withoutTrace(() => program.raw({ method: 'POST', target: workspace.api + run, headers: json, body }));
    expect(refusalOf(answer).code).toBe('request/invalid');
  });

  test.each(['[]', '"text"', '5', 'null'])('that is no object, %s, is refused where an object is put', async (body) => {
    const answer = await program.raw({ method: 'PUT', target: `${workspace.api}/scripts/f/shop/refund`, headers: json, body });
    expect(refusalOf(answer).code).toBe('request/invalid');
  });

  test('that is missing is refused with what is missing', async () => {
    expect(refusalOf(await program.put(`${workspace.api}/scripts/f/shop/refund`)).code).toBe('request/invalid');
    expect(refusalOf(await program.post(`${workspace.api}${run}`)).details.problems?.map(({ pointer }) => pointer)).toEqual(['/order', '/amount', '/options']);
  });
});

describe('a body that is too large', () => {
  test('is refused with the limit, and what to do about it', async () => {
    const refusal = refusalOf(await withoutTrace(() => program.post(`${workspace.api}${run}`, { ...good, order: 'x'.repeat(400 * 1024) })));
    expect(refusal).toMatchObject({ code: 'request/too_large', message: expect.stringMatching(/320 KB.*Send less/), details: { limit_bytes: 320 * 1024 } });
  });

  test('is refused also when it comes in pieces, without a length', async () => {
    const piece = 'x'.repeat(1000);
    const body = `${`${piece.length.toString(16)}\r\n${piece}\r\n`.repeat(400)}0\r\n\r\n`;
    const answer = await program.raw({ method: 'POST', target: workspace.api + run, headers: { ...json, 'transfer-encoding': 'chunked' }, body });
    expect(refusalOf(answer).code).toBe('request/too_large');
  });

  test('in its arguments alone is refused with their limit, also in a batch and for code that is not deployed', async () => {
    const large = { ...good, order: 'x'.repeat(70 * 1024) };
    const asked = [
      () => program.post(`${workspace.api}${run}`, large),
      () => program.post(`${workspace.api}/jobs/run_wait_result/p/f/shop/refund`, large),
      () => program.post(`${workspace.api}/jobs/run_batch/p/f/shop/refund`, { args: [good, large] }),
      () => program.post(`${workspace.api}/jobs/preview`, { language: 'bash', content: 'order="$1"', args: { order: large.order } }),
    ];
    for (const ask of asked)
      expect(refusalOf(await withoutTrace(ask))).toMatchObject({
        code: 'job/args_too_large',
        message: expect.stringMatching(/64 KB.*reference/),
        details: { limit_kb: 64 },
      });
  });

  test('is refused when it is a source too', async () => {
    const answer = await program.put(`${workspace.api}/scripts/f/shop/large`, { language: 'bash', content: 'echo '.repeat(70_000) });
    expect(refusalOf(answer).code).toBe('request/too_large');
  });

  test('in depth is refused, not met with an overflow of the stack', async () => {
    const deep = `{"order":"A-1","amount":1,"options":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    const answer = await withoutTrace(() => program.raw({ method: 'POST', target: workspace.api + run, headers: json, body: deep }));
    expect(refusalOf(answer)).toMatchObject({ code: 'request/invalid', message: expect.stringContaining('nested deeper') });
  });
});

describe('arguments that do not fit', () => {
  test.each([
    ['a wrong type', { ...good, amount: '5' }, '/amount'],
    ['a missing one', { order: 'A-1', options: { notify: true } }, '/amount'],
    ['a wrong type within an object', { ...good, options: { notify: 'yes' } }, '/options/notify'],
    ['a wrong type within a list', { ...good, options: { notify: true, tags: ['a', 2] } }, '/options/tags/1'],
    ['null', { ...good, order: null }, '/order'],
  ])('are refused at their place: %s', async (_what, args, pointer) => {
    const refusal = refusalOf(await withoutTrace(() => program.post(`${workspace.api}${run}`, args)));
    expect(refusal.code).toBe('job/args_invalid');
    expect(refusal.details.problems?.map((problem) => problem.pointer)).toContain(pointer);
  });

  test('in a batch refuse the whole batch', async () => {
    const refusal = refusalOf(
      await withoutTrace(() => program.post(`${workspace.api}/jobs/run_batch/p/f/shop/refund`, { args: [good, { ...good, amount: 'many' }] })),
    );
    expect(refusal.code).toBe('job/args_invalid');
  });

  test('in the query of a GET are refused in the same way', async () => {
    const refusal = refusalOf(await withoutTrace(() => program.get(`${workspace.api}${run}?order=A-1&amount=many&options=%7B`)));
    expect(refusal.details.problems?.map(({ pointer }) => pointer).sort()).toEqual(['/amount', '/options']);
  });

  test.each([
    ['NUL', 'a\u0000b'],
    ['half a surrogate pair', '\ud83d'],
  ])('are refused for %s, which cannot be stored', async (_what, order) => {
    const refusal = refusalOf(await withoutTrace(() => program.post(`${workspace.api}${run}`, { ...good, order })));
    expect(refusal.details.problems).toMatchObject([{ pointer: '/order' }]);
    expect(refusalOf(await program.get(`${workspace.api}${run}?order=a%00b`)).code).toBe('request/invalid');
  });

  test('may hold the text \\u0000, which is six harmless characters', async () => {
    expect((await program.post(`${workspace.api}${run}`, { ...good, order: 'a\\u0000b' })).status).toBe(201);
  });

  test('that pretend to be encrypted are refused', async () => {
    const refusal = refusalOf(
      await withoutTrace(() => program.post(`${workspace.api}/jobs/preview`, { language: 'bash', content: 'echo', args: { a: { $encrypted: 'AAAA' } } })),
    );
    expect(refusal.code).toBe('job/args_invalid');
  });

  test('never show a secret in the error', async () => {
    const answer = await program.post(`${workspace.api}${run}`, { ...good, amount: secret, extra: secret });
    expect(refusalOf(answer).code).toBe('job/args_invalid');
    expect(answer.text).not.toContain(secret);
  });
});

describe("fields that are nobody's to set", () => {
  const cases: [string, string, string, object, string][] = [
    ['the author of a script', 'PUT', '/scripts/f/shop/refund', { language: 'bash', content: 'echo', created_by: 'u/other' }, '/created_by'],
    ['the version of a script', 'PUT', '/scripts/f/shop/refund', { language: 'bash', content: 'echo', version: 99 }, '/version'],
    ['the lock of a script', 'PUT', '/scripts/f/shop/refund', { language: 'bash', content: 'echo', lock: 'evil' }, '/lock'],
    ['an unknown setting', 'PUT', '/scripts/f/shop/refund', { language: 'bash', content: 'echo', settings: { run_as: 'u/other' } }, '/settings/run_as'],
    ['as whom a preview runs', 'POST', '/jobs/preview', { language: 'bash', content: 'echo', run_as: 'u/other' }, '/run_as'],
    ['the e-mail of a member', 'PATCH', '/members/admin', { email: 'other@example.com' }, '/email'],
    ['the workspace of a folder', 'PUT', '/folders/shop', { workspace_id: 'other' }, '/workspace_id'],
    ['the ciphertext of a variable', 'PUT', '/variables/f/shop/key', { value: 'x', encrypted: 'x' }, '/encrypted'],
    ['the grants of a resource', 'PUT', '/resources/f/shop/db', { resource_type: 'http', value: {}, grants: [] }, '/grants'],
  ];
  test.each(cases)('are refused: %s', async (_what, method, target, body, pointer) => {
    const refusal = refusalOf(await withoutTrace(() => program.send(method, workspace.api + target, body)));
    expect(refusal).toMatchObject({ code: 'request/invalid', details: { problems: [{ pointer }] } });
  });

  test('are refused for a person too', async () => {
    expect(refusalOf(await ada.client.patch('/api/auth/me', { is_superadmin: true })).details.problems).toMatchObject([{ pointer: '/is_superadmin' }]);
  });

  test('left the script as it was', async () => {
    expect((await program.get(`${workspace.api}/scripts/f/shop/refund`)).body).toMatchObject({ version: 1, created_by: 'u/admin', language: 'bun' });
  });
});

describe('keys that poison objects', () => {
  const cases: [string, string, string, string, string][] = [
    ['an argument', 'POST', run, JSON.stringify(good).replace('{', '{"__proto__":{"polluted":true},'), '/__proto__'],
    ['part of an argument', 'POST', run, JSON.stringify(good).replace('"notify"', '"__proto__":{"polluted":true},"notify"'), '/options/__proto__'],
    ['settings', 'PUT', '/scripts/f/shop/poison', '{"language":"bash","content":"echo","settings":{"__proto__":{"priority":100}}}', '/settings/__proto__'],
    [
      'the environment of a script',
      'PUT',
      '/scripts/f/shop/poison',
      '{"language":"bash","content":"echo","settings":{"environment":{"__proto__":"x"}}}',
      '/settings/environment/__proto__',
    ],
  ];
  test.each(cases)('are refused in %s, instead of being dropped', async (_what, method, target, body, pointer) => {
    const refusal = refusalOf(await withoutTrace(() => program.raw({ method, target: workspace.api + target, headers: json, body })));
    expect(refusal).toMatchObject({ code: 'request/invalid', details: { problems: [{ pointer, message: 'this name is reserved' }] } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('are nothing but names where they can do no harm', async () => {
    const answer = await program.post(`${workspace.api}${run}`, { ...good, constructor: { prototype: { polluted: true } } });
    expect((await program.get(`${workspace.api}/jobs/${answer.text}`)).body).toMatchObject({ args: { constructor: { prototype: { polluted: true } } } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('are refused or ignored in a query', async () => {
    expect(refusalOf(await program.get(`${workspace.api}/jobs?__proto__=1`)).code).toBe('request/invalid');
    expect((await program.get(`${workspace.api}/jobs?__proto__[limit]=1&constructor[prototype][limit]=1&hasOwnProperty=x`)).status).toBe(200);
    expect(({} as { limit?: unknown }).limit).toBeUndefined();
  });
});
