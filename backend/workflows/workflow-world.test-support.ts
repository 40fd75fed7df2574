import { createTestApp, type TestApp, type TestWorkspace } from '../../test/support/app.ts';
import { Database } from '../database/database.ts';

/** What a test asks of a job. */
export type SeenJob = {
  status: string;
  attempt: number;
  result: unknown;
  error: { code: string; message: string } | null;
  children: { id: string; path: string; status: string }[];
};

/** The product with a worker, a folder `f/wf` and a script `double` in it. Workflows let go of their processes after 300 ms. */
export class WorkflowWorld implements AsyncDisposable {
  private constructor(
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
  ) {}

  static async open(): Promise<WorkflowWorld> {
    const app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_CONCURRENCY: '4', MILLRACE_WORKFLOW_HOT_MS: '300' });
    const workspace = await app.make.aWorkspace();
    await workspace.aFolder('wf');
    const world = new WorkflowWorld(app, workspace);
    await world.deploy('double', `export function main(n: number) { if (n < 0) throw new RangeError('too small'); return n * 2; }`);
    await world.deploy('slow', `export async function main() { await new Promise((done) => setTimeout(done, 1800)); return 'slow'; }`);
    return world;
  }

  get database(): Database {
    return this.app.get(Database);
  }

  deploy = (name: string, content: string, language = 'bun') =>
    this.workspace.admin.client.put(`${this.workspace.api}/scripts/f/wf/${name}`, { language, content });

  get = async (path: string): Promise<unknown> => (await this.workspace.admin.client.get(`${this.workspace.api}${path}`)).body;
  post = async (path: string, body: unknown): Promise<unknown> => (await this.workspace.admin.client.post(`${this.workspace.api}${path}`, body)).body;

  run = async (name: string, args: object = {}): Promise<string> => (await this.post(`/jobs/run/p/f/wf/${name}`, args)) as string;
  job = async (id: string): Promise<SeenJob> => (await this.get(`/jobs/${id}`)) as SeenJob;
  result = (id: string): Promise<unknown> => this.get(`/jobs/${id}/result?wait_s=30`);
  event = (key: string, payload: object, query = '') => this.post(`/events/${encodeURIComponent(key)}${query}`, payload);

  stepsOf = (id: string) =>
    this.database.run<{ key: string; kind: string; name: string; status: string }>({
      text: `select key, kind, name, status from workflow_step where job_id = $1 and kind <> 'start' order by started_at, key`,
      values: [id],
    });

  /** How often it was woken: it had no process in between. */
  wakesOf = async (id: string): Promise<number> =>
    (await this.database.run<{ wakes: number }>({ text: 'select wakes from job where id = $1', values: [id] }))[0]?.wakes ?? 0;

  until = async (id: string, status: string): Promise<void> => {
    for (;;) {
      const seen = await this.job(id);
      if (seen.status === status) return;
      if (['succeeded', 'failed', 'cancelled'].includes(seen.status)) throw new Error(`The job is ${seen.status}: ${JSON.stringify(seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** Asks again and again until it is so. */
  eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }
}
