import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { ApprovalRow } from '../../approvals/approvals.contract.ts';
import type { Page } from '../../common/page.ts';
import type { Job } from '../../jobs/jobs.contract.ts';
import type { AgentTrace } from '../agents.contract.ts';
import type { MessageSent, Thread } from '../threads.contract.ts';
import { Database } from '../../database/database.ts';

let app: TestApp;
let workspace: TestWorkspace;
let ada: TestUser;
let boss: TestUser;

beforeAll(async () => {
  app = await createTestApp({ MILLRACE_MODE: 'all' });
  workspace = await app.make.aWorkspace();
  await workspace.aFolder('shop');
  [ada, boss] = await Promise.all([workspace.aMember('developer'), workspace.aMember('developer')]);
  for (const { username } of [ada, boss]) await workspace.grant('folder', 'shop', `u/${username}`, 'write');
  await script('lookup', 'export async function main(order: number) {\n  return { order, state: "sent on Monday" };\n}\n', 'Finds an order by its number');
  await script(
    'refund',
    'export async function main(order: number, amount: number) {\n  return { order, refunded: amount };\n}\n',
    'Refunds money for an order',
  );
  await agent('helper', { tools: [{ name: 'lookup', kind: 'script', path: 'f/shop/lookup' }] });
}, 120_000);

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const api = (path: string): string => `${workspace.api}/${path}`;
const script = (name: string, content: string, summary = '') => ada.client.put(api(`scripts/f/shop/${name}`), { language: 'bun', content, summary });
const agent = (name: string, value: object) => ada.client.put(api(`agents/f/shop/${name}`), { value });
const threadOf = async (name: string, by = ada): Promise<string> => (await by.client.post<Thread>(api('threads'), { agent: `f/shop/${name}` })).body.id;
const send = async (thread: string, text: string, more: object = {}, by = ada): Promise<MessageSent> =>
  (await by.client.post<MessageSent>(api(`threads/${thread}/messages`), { text, ...more })).body;
const read = async (thread: string, by = ada): Promise<Thread> => (await by.client.get<Thread>(api(`threads/${thread}`))).body;

describe('a chat', () => {
  test('answers with what its tool found, and shows the call', async () => {
    const thread = await threadOf('helper');
    const { job_id: job } = await send(thread, 'Where is order 1042?');
    await ada.client.get(api(`jobs/${job}/result?wait_s=30`));
    const { messages, status, title } = await read(thread);
    expect({ status, title }).toEqual({ status: 'idle', title: 'Where is order 1042?' });
    expect(JSON.stringify(messages, null, 1)).toContain('sent on Monday');
  });
});

test('kinds are told apart', () => {
  const unused: [ApprovalRow | null, Page<never> | null, Job | null, AgentTrace | null, typeof Database | null] = [null, null, null, null, null];
  expect(unused).toHaveLength(5);
  expect(boss.username).not.toBe(ada.username);
});
