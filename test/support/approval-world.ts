import type { Approval, ApprovalRow } from '../../backend/approvals/approvals.contract.ts';
import { createTestApp, type TestApp, type TestUser, type TestWorkspace } from './app.ts';
import { anApproval, decideAs } from './approvals.ts';

type Person = 'ada' | 'bob' | 'cyd' | 'owner' | 'viewer' | 'operator' | 'outsider';

/** How a wait ended by a decision, as the run is told. */
type Ending = { outcome: string; votes: { by: string; comment: string; values: object }[] };

/** A request that asks the group finance, in one stage. */
export const askFinance = (more: object = {}) => ({ stages: [{ candidates: ['g/finance'], ...more }] });

/** A workspace with a folder `shop`, the group finance (ada, bob, cyd), and people with every kind of right on the folder. */
export class ApprovalWorld {
  private constructor(
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
    readonly people: Readonly<Record<Person, TestUser>>,
  ) {}

  static async open(): Promise<ApprovalWorld> {
    const app = await createTestApp();
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('shop');
    await workspace.aGroup('finance');
    const member = (role: 'developer' | 'operator', username: string, groups: string[] = []) => workspace.aMember(role, { username, groups });
    const people = {
      ada: await member('developer', 'ada', ['finance']),
      bob: await member('operator', 'bob', ['finance']),
      cyd: await member('developer', 'cyd', ['finance']),
      owner: await member('developer', 'owner'),
      viewer: await member('developer', 'viewer'),
      operator: await member('operator', 'oscar'),
      outsider: await member('developer', 'outsider'),
    };
    await workspace.grant('folder', 'shop', 'u/owner', 'owner');
    await workspace.grant('folder', 'shop', 'u/oscar', 'owner');
    await workspace.grant('folder', 'shop', 'u/viewer', 'read');
    return new ApprovalWorld(app, workspace, people);
  }

  async close(): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }

  /** Makes a request of a flow that waits, and gives its id. */
  async ask(spec: object = {}, more: object = {}): Promise<string> {
    return (await anApproval(this.app, this.workspace, { spec, ...more })).id;
  }

  get(id: string, who: TestUser) {
    return who.client.get<Approval>(`${this.workspace.api}/approvals/${id}`);
  }

  async list(box: string, who: TestUser, query = '') {
    return (await who.client.get<{ items: ApprovalRow[]; next: string | null }>(`${this.workspace.api}/approvals?box=${box}${query}`)).body;
  }

  post(id: string, what: string, who: TestUser, body: object = {}) {
    return who.client.post<Approval>(`${this.workspace.api}/approvals/${id}/${what}`, body);
  }

  decide(id: string, who: TestUser, vote: 'approve' | 'reject' = 'approve', more: object = {}) {
    return decideAs(this.workspace, who, id, vote, more);
  }

  query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.platform.database.manager.query(text, values);
  }

  /** What the run was told of a request; null where nothing yet. */
  async endingOf(id: string): Promise<Ending | null | undefined> {
    const text = 'select wait.ending from wait join approval_request r on r.wait_id = wait.id where r.id = $1';
    return (await this.query<{ ending: Ending | null }>(text, [id]))[0]?.ending;
  }
}
