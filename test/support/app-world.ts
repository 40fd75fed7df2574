import type { AppCommand } from '../../backend/apps/app-commands.contract.ts';
import type { AppDocument, AppNode } from '../../backend/apps/app.contract.ts';
import type { App, AppCommandsResult, AppDraft, AppView, StartedAction } from '../../backend/apps/apps.contract.ts';
import { emptyDocument } from '../../backend/apps/core/empty.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from './app.ts';

/** A button that refunds the order in {@link field}. */
export const button: AppNode = {
  id: 'refundButton',
  type: 'button',
  props: { text: 'Refund' },
  on: { click: [{ do: 'run', action: 'refund' }] },
  layout: { base: { x: 0, y: 0, w: 2, h: 5 } },
};
export const field: AppNode = { id: 'orderInput', type: 'text_input', props: { label: 'Order' }, layout: { base: { x: 2, y: 0, w: 4, h: 8 } } };

/** A page with a field and a button that refunds the order in the field. */
export function refundDesk(changes: Partial<AppDocument> = {}, args: AppDocument['actions'][number]['args'] = {}): AppDocument {
  return {
    ...emptyDocument,
    actions: [
      {
        id: 'refund',
        run: { kind: 'script', path: 'f/shop/refund' },
        args: { order: { expr: 'Number(orderInput.value)' }, reason: 'by hand', by: { expr: 'user.email' }, ...args },
        trigger: 'manual',
        run_as: 'viewer',
      },
    ],
    pages: [{ id: 'home', title: 'Refunds', params: [], is_in_navigation: true, body: { flow: 'grid', children: [button, field] } }],
    ...changes,
  };
}

/** A workspace with a shop and a script that refunds: two who build (only ada may use `private`), an operator who uses, somebody who may see nothing of it. */
export class AppWorld {
  private constructor(
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
    readonly people: Readonly<Record<'ada' | 'bob' | 'operator' | 'stranger', TestUser>>,
  ) {}

  static async open(): Promise<AppWorld> {
    const app = await createTestApp();
    const workspace = await app.make.aWorkspace();
    for (const folder of ['shop', 'private', 'authors']) await workspace.aFolder(folder);
    for (const group of ['support', 'finance']) await workspace.aGroup(group);
    const [ada, bob, operator, stranger] = await Promise.all([
      workspace.aMember('developer'),
      workspace.aMember('developer'),
      workspace.aMember('operator', { groups: ['support'] }),
      workspace.aMember('developer'),
    ]);
    for (const { username } of [ada, bob]) await workspace.grant('folder', 'shop', `u/${username}`, 'write');
    await workspace.grant('folder', 'private', `u/${ada.username}`, 'write');
    await workspace.grant('folder', 'shop', `u/${operator.username}`, 'read');
    const content = 'export async function main(order: number, reason: string, by = "") {\n  return { order, reason, by };\n}\n';
    for (const folder of ['shop', 'private']) {
      const { status } = await ada.client.put(`${workspace.api}/scripts/f/${folder}/refund`, { language: 'bun', content });
      if (status !== 201) throw new Error(`The script of ${folder} could not be deployed: ${status}.`);
    }
    return new AppWorld(app, workspace, { ada, bob, operator, stranger });
  }

  async close(): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }

  at(route: string, path: string): string {
    return `${this.workspace.api}/${route}/${path}`;
  }

  put(path: string, body: object, by = this.people.ada) {
    return by.client.put<App>(this.at('apps', path), body);
  }

  begin(path: string, by = this.people.ada, body: object = {}) {
    return by.client.post<AppDraft>(this.at('app_drafts', path), body);
  }

  send(path: string, since: number, commands: AppCommand[], by = this.people.ada) {
    return by.client.post<AppCommandsResult>(this.at('app_commands', path), { since, commands, client: by.username });
  }

  view(path: string, by = this.people.operator) {
    return by.client.get<AppView>(this.at('app_view', path));
  }

  run(path: string, body: object, by = this.people.operator, action = 'refund') {
    return by.client.post<StartedAction>(this.at(`app_actions/${action}/run`, path), body);
  }

  async jobOf(id: string, by = this.people.operator): Promise<Job> {
    return (await by.client.get<Job>(`${this.workspace.api}/jobs/${id}`)).body;
  }
}
