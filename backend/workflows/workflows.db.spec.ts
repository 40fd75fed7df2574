import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';

describe('workflows', () => {
  let app: TestApp;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_CONCURRENCY: '4' });
    workspace = await app.make.aWorkspace();
    await workspace.aFolder('wf');
  }, 60_000);
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  }, 60_000);

  const deploy = (name: string, content: string, language = 'bun') => workspace.admin.client.put(`${workspace.api}/scripts/f/wf/${name}`, { language, content });
  const runAndWait = (name: string, args: object = {}) => workspace.admin.client.post(`${workspace.api}/jobs/run_wait_result/p/f/wf/${name}`, args);

  test('steps in the process are recorded, and their values come back as JSON', async () => {
    const answer = await deploy('three', `
import { workflow, step } from 'millrace';
export const main = workflow(async (name: string) => {
  const first = await step('greet', () => 'Hello ' + name);
  const second = await step('date', () => new Date(0));
  const third = await step('sum', async () => 1 + 2);
  return { first, second, third };
});`);
    expect(answer.status).toBe(201);
    const result = await runAndWait('three', { name: 'Ada' });
    expect(result.body).toEqual({ first: 'Hello Ada', second: '1970-01-01T00:00:00.000Z', third: 3 });
  }, 60_000);
});
