import { expect } from '@jest/globals';
import { createTestApp, type TestAnswer, type TestApp, type TestUser, type TestWorkspace } from '../../test/support/app.ts';
import { SlackApi } from '../../test/support/slack/slack-api.ts';
import { SlackSender } from '../../test/support/slack/slack-sender.ts';
import type { ResponseMessage } from './simulator/method-shapes.ts';
import type { Block } from './core/blocks.ts';
import type { SlackCommand, SlackConnection } from './slack.contract.ts';

export const signingSecret = 'a-signing-secret-of-slack';
const refund = `
export async function main(order_id: number, amount: number, reason = "none", size?: "small" | "large") {
  if (amount > 1000) throw new Error("Too much");
  return { order_id, amount, reason };
}`;

export type Job = { id: string; status: string; args: Record<string, unknown>; run_as: string; trigger_kind: string; trigger_path: string };
export type View = {
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  blocks: (Block & { block_id?: string; element?: { type: string; initial_value?: string; options?: { value: string }[] } })[];
};

/** Blocks as text, to look for words in. */
export const words = (blocks: unknown): string => JSON.stringify(blocks);

/** A workspace that is connected with the stand-in of Slack, with a script that `/refund` runs, and two people who may. */
export class SlackWorld {
  private constructor(
    readonly api: SlackApi,
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
    readonly slack: SlackSender,
    readonly ada: TestUser,
    readonly bob: TestUser,
  ) {}

  static async start(): Promise<SlackWorld> {
    const api = await SlackApi.start();
    const settings = {
      MILLRACE_MODE: 'all',
      MILLRACE_SANDBOX: 'none',
      MILLRACE_CONCURRENCY: '2',
      MILLRACE_WORKER_TAGS: 'bun',
      MILLRACE_SLACK_API_URL: api.url,
    };
    const app = await createTestApp(settings);
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    const ada = await workspace.aMember('operator', { username: 'ada' });
    const bob = await workspace.aMember('operator', { username: 'bob' });
    for (const name of ['ada', 'bob']) await workspace.grant('folder', 'shop', `u/${name}`, 'read');
    api.members.push(
      { id: 'U0ADA', email: ada.email.toUpperCase(), name: 'Ada' },
      { id: 'U0BOB', email: bob.email, name: 'Bob' },
      { id: 'U0NEW', email: 'new@example.com', name: 'New' },
      { id: 'U0FAKE', email: ada.email, name: 'Not Ada', is_email_confirmed: false },
      { id: 'U0GUEST', email: ada.email, name: 'Ada of another company', team_id: 'T0OTHER' },
    );
    const world = new SlackWorld(api, app, workspace, new SlackSender(app.url, signingSecret, api), ada, bob);
    expect((await workspace.admin.client.put(`${workspace.api}/scripts/f/shop/refund`, { language: 'bun', content: refund })).status).toBe(201);
    await world.connect();
    expect((await world.putCommand('refund', { argument_order: ['order_id', 'amount', 'reason'] })).status).toBe(201);
    return world;
  }

  /** Forgets what Slack was told. */
  forget(): void {
    this.api.calls.length = 0;
    this.api.responses.length = 0;
    this.api.refused.length = 0;
  }

  query<Row = unknown>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.platform.database.manager.query(text, values);
  }

  connect(body: object = {}): Promise<TestAnswer<SlackConnection>> {
    return this.workspace.admin.client.put(`${this.workspace.api}/slack`, { bot_token: this.api.token, signing_secret: signingSecret, ...body });
  }

  putCommand(name: string, body: object = {}): Promise<TestAnswer<SlackCommand>> {
    const command = { name: `/${name}`, summary: 'Give money back', target: { path: 'f/shop/refund' }, ...body };
    return this.workspace.admin.client.put(`${this.workspace.api}/slack_commands/f/shop/${name}`, command);
  }

  jobs(): Promise<Job[]> {
    const columns = 'id, status, args, run_as, trigger_kind, trigger_path';
    return this.query<Job>(`select ${columns} from job where workspace_id = $1 and kind = 'script' order by created_at`, [this.workspace.id]);
  }

  /** The answer that says how it ended. */
  end(word: RegExp): Promise<ResponseMessage> {
    return this.api.until(({ responses }) => responses.find(({ message }) => word.test(message.text ?? ''))?.message);
  }

  /** The last answer, as soon as there is one. */
  answer(): Promise<ResponseMessage> {
    return this.api.until(({ responses }) => responses.at(-1)?.message);
  }

  async openedView(): Promise<View> {
    return (await this.api.until((api) => api.callsOf('views.open').at(-1))).fields['view'] as View;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    await this.api[Symbol.asyncDispose]();
  }
}
