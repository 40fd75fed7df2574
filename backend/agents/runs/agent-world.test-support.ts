import { startModelServer, validKey, type ModelServer, type ReceivedRequest, type ServerScript } from '../../../agents/testing/model-server.test-support.ts';
import { createTestApp, type TestApp, type TestAppParts, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import type { ApprovalRow } from '../../approvals/approvals.contract.ts';
import { Database } from '../../database/database.ts';
import type { Job } from '../../jobs/jobs.contract.ts';
import type { AgentTrace } from '../agents.contract.ts';
import type { MessagePart, MessageSent, SendMessage, Thread } from '../threads.contract.ts';

/** What the model of a test does with a question; found by the last words of the person. */
export type Behaviour = (request: ReceivedRequest) => ServerScript;

type ToolPart = Extract<MessagePart, { type: 'tool' }>;

/** The product with a worker, people, scripts in `f/shop`, and a server that speaks like a provider of models. */
export class AgentWorld implements AsyncDisposable {
  private readonly behaviours = new Map<string, Behaviour>();

  private constructor(
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
    readonly models: ModelServer,
    readonly ada: TestUser,
    readonly fin: TestUser,
  ) {}

  static async open(settings: Record<string, string> = {}, parts: TestAppParts = {}): Promise<AgentWorld> {
    const world: { current: AgentWorld | null } = { current: null };
    const models = await startModelServer((request) => world.current?.answer(request) ?? { kind: 'reset' });
    const hosts = { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1', MILLRACE_WORKFLOW_HOT_MS: '2000', MILLRACE_CONCURRENCY: '4' };
    const app = await createTestApp({ MILLRACE_MODE: 'all', ...hosts, ...settings }, parts);
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('finance');
    const ada = await workspace.aMember('developer', { username: 'ada' });
    const fin = await workspace.aMember('developer', { username: 'fin', groups: ['finance'] });
    for (const name of ['ada', 'fin']) await workspace.grant('folder', 'shop', `u/${name}`, name === 'ada' ? 'write' : 'read');
    world.current = new AgentWorld(app, workspace, models, ada, fin);
    await world.current.stock();
    return world.current;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    await this.models[Symbol.asyncDispose]();
  }

  get database(): Database {
    return this.app.get(Database);
  }

  api = (path: string): string => `${this.workspace.api}/${path}`;
  script = (name: string, content: string, more: object = {}) => this.ada.client.put(this.api(`scripts/f/shop/${name}`), { language: 'bun', content, ...more });
  /** An agent whose model is the server of the test. */
  agent = async (name: string, value: object, more: object = {}): Promise<void> => {
    const answer = await this.ada.client.put(this.api(`agents/f/shop/${name}`), { value: { model: { resource: 'f/shop/model', id: 'test-model' }, ...value }, ...more });
    if (answer.status > 201) throw new Error(answer.text);
  };
  when = (text: string, behaviour: Behaviour): void => void this.behaviours.set(text, behaviour);

  thread = async (agent: string, by = this.ada): Promise<string> => (await by.client.post<Thread>(this.api('threads'), { agent: `f/shop/${agent}` })).body.id;
  send = async (thread: string, text: string, more: Partial<SendMessage> = {}, by = this.ada): Promise<MessageSent> => {
    const answer = await by.client.post<MessageSent>(this.api(`threads/${thread}/messages`), { text, ...more });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  };
  read = async (thread: string, by = this.ada): Promise<Thread> => (await by.client.get<Thread>(this.api(`threads/${thread}`))).body;
  result = async (jobId: string): Promise<unknown> => (await this.ada.client.get(this.api(`jobs/${jobId}/result?wait_s=40`))).body;
  job = async (jobId: string): Promise<Job> => (await this.workspace.admin.client.get<Job>(this.api(`jobs/${jobId}`))).body;
  trace = async (jobId: string): Promise<AgentTrace> => (await this.ada.client.get<AgentTrace>(this.api(`jobs/${jobId}/agent`))).body;

  /** Asks in a new thread and waits for the end of the answer. */
  ask = async (agent: string, text: string): Promise<{ thread: Thread; jobId: string }> => {
    const id = await this.thread(agent);
    const { job_id: jobId } = await this.send(id, text);
    await this.result(jobId);
    return { thread: await this.read(id), jobId };
  };

  requestOf = (jobId: string, by = this.fin): Promise<ApprovalRow> =>
    this.until(async () => (await by.client.get<{ items: ApprovalRow[] }>(this.api(`approvals?box=all&job=${jobId}`))).body.items.find(({ status }) => status === 'open'));

  /** Asks again and again until there is something. */
  until = async <Value>(look: () => Promise<Value | undefined | false>): Promise<Value> => {
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  private answer(request: ReceivedRequest): ServerScript {
    const found = [...this.behaviours].find(([text]) => request.lastText.includes(text));
    return found ? found[1](request) : { kind: 'answer', text: `You said: ${request.lastText}` };
  }

  private async stock(): Promise<void> {
    await this.script('find_order', 'export async function main(order: number) {\n  return { order, state: "sent on Monday" };\n}\n', { summary: 'Finds an order by its number' });
    await this.script('refund', 'export async function main(order: number, amount: number, by = "") {\n  return { order, refunded: amount, by };\n}\n', {
      summary: 'Refunds money for an order',
    });
    await this.ada.client.put(this.api('resources/f/shop/model'), { resource_type: 'openai', value: { api_key: validKey, base_url: `${this.models.url}/v1` } });
  }
}

/** Calls a tool first, and answers with what it gave. */
export const callOnce =
  (name: string, args: Record<string, unknown>, text = 'Done: '): Behaviour =>
  ({ toolResults }) =>
    toolResults.length === 0 ? { kind: 'answer', calls: [{ name, args }] } : { kind: 'answer', text: `${text}${toolResults.at(-1) ?? ''}` };

/** The last answer of a thread. */
export const answerOf = (thread: Thread) => {
  const answer = thread.messages.at(-1);
  if (answer?.role !== 'assistant') throw new Error('The thread ends without an answer');
  const text = answer.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  return { ...answer, text, tools: answer.parts.filter((part): part is ToolPart => part.type === 'tool') };
};
