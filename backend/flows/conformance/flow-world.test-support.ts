import { createTestApp, type TestApp, type TestClient, type TestUser, type TestWorkspace } from '../../../test/support/app.ts';
import { until } from '../../../test/support/until.ts';
import { Database } from '../../database/database.ts';
import { JobWaiter } from '../../jobs/job-waiter.ts';
import type { EndedJob } from '../../jobs/job-results.ts';
import type { Job } from '../../jobs/jobs.contract.ts';

/** A worker in the test's process, without a sandbox: what isolates is tested in backend/runner. */
const settings = { MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none', MILLRACE_CONCURRENCY: '8', MILLRACE_PARKED_RUNNERS: '8' };

/** How long a test waits for a run. */
const patienceMs = 40_000;

/** Options of a run of a flow that is not deployed. */
export type FlowOptions = { args?: object; schema?: object; path?: string; until?: string; only?: string; results?: object };

/** What a run came to: its status, and its result or the message of its error. */
export type Outcome = { id: string; status: string; result: unknown; error: (NonNullable<EndedJob['error']> & { step_id?: string }) | null };

/** A workspace in which flows run for real: Postgres, the queue, a worker with runners. */
export class FlowWorld implements AsyncDisposable {
  private constructor(
    readonly app: TestApp,
    readonly workspace: TestWorkspace,
    readonly ada: TestUser,
  ) {}

  static async create(over: Record<string, string> = {}): Promise<FlowWorld> {
    const app = await createTestApp({ ...settings, ...over });
    const workspace = await app.make.aWorkspace();
    return new FlowWorld(app, workspace, workspace.admin);
  }

  get database(): Database {
    return this.app.get(Database);
  }

  /** Deploys a script of TypeScript below the space of the admin; gives its path. */
  async script(name: string, content: string, more: object = {}): Promise<string> {
    const path = `u/${this.ada.username}/${name}`;
    const answer = await this.ada.client.put(`${this.workspace.api}/scripts/${path}`, { language: 'bun', content, ...more });
    if (answer.status !== 201 && answer.status !== 200) throw new Error(`${name} was not deployed: ${answer.text}`);
    return path;
  }

  /** Deploys a flow; gives its path. */
  async flow(name: string, modules: readonly object[], over: object = {}, more: object = {}): Promise<string> {
    const path = `u/${this.ada.username}/${name}`;
    const answer = await this.ada.client.put(`${this.workspace.api}/flows/${path}`, { value: { modules, ...over }, ...more });
    if (answer.status !== 201 && answer.status !== 200) throw new Error(`${name} was not deployed: ${answer.text}`);
    return path;
  }

  /** Begins a flow that is not deployed; gives the id of its job. */
  async begin(modules: readonly object[], over: object = {}, options: FlowOptions = {}, client: TestClient = this.ada.client): Promise<string> {
    const answer = await client.post(`${this.workspace.api}/jobs/preview_flow`, { value: { modules, ...over }, ...options });
    if (answer.status !== 201) throw new Error(`The flow was not begun: ${answer.text}`);
    return answer.text;
  }

  /** Runs a flow that is not deployed to its end. */
  async run(modules: readonly object[], over: object = {}, options: FlowOptions = {}): Promise<Outcome> {
    return this.end(await this.begin(modules, over, options));
  }

  /** Runs a deployed flow to its end. */
  async runDeployed(path: string, args: object = {}, query = ''): Promise<Outcome> {
    const answer = await this.ada.client.post(`${this.workspace.api}/jobs/run/f/${path}${query}`, args);
    if (answer.status !== 201) throw new Error(`The flow was not begun: ${answer.text}`);
    return this.end(answer.text);
  }

  /** Waits for the end of a job. */
  async end(id: string): Promise<Outcome> {
    const waiting = this.app.get(JobWaiter).begin(id, patienceMs);
    waiting.check();
    const { status, resultJson, error } = await waiting.ended.finally(waiting.stop);
    return { id, status, result: resultJson === null ? null : (JSON.parse(resultJson) as unknown), error };
  }

  async job(id: string): Promise<Job> {
    return (await this.ada.client.get(`${this.workspace.api}/jobs/${id}`)).body as Job;
  }

  /** The jobs of the steps of a run, in the order in which they were made. */
  async children(id: string): Promise<Job[]> {
    const rows = await this.database.run<{ id: string }>({ text: 'select id from job where parent_id = $1 order by created_at, id', values: [id] });
    return Promise.all(rows.map((row) => this.job(row.id)));
  }

  /** Ends of steps as `frame/step:status`, in the order of the record. */
  async ends(id: string): Promise<string[]> {
    const rows = await this.database.run<{ text: string }>({
      text: `select frame || '/' || step || ':' || ("row"->>'status') as text from flow_step where job_id = $1 and kind = 'step_ended' order by seq`,
      values: [id],
    });
    return rows.map(({ text }) => text);
  }

  /** Waits until a run waits for something of a kind at a step; gives the wait. */
  async wait(id: string, kind: string): Promise<{ id: string; place: string; event_key: string | null; due_at: Date | null }> {
    return this.until(async () => {
      const [row] = await this.database.run<{ id: string; place: string; event_key: string | null; due_at: Date | null }>({
        text: 'select id, place, event_key, due_at from wait where job_id = $1 and kind = $2 and closed_at is null',
        values: [id, kind],
      });
      return row;
    });
  }

  /** Looks again at each change of a job, until there is something to see. */
  async until<Value>(look: () => Promise<Value>) {
    return until(look, { limitMs: patienceMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }
}

/** A step of TypeScript. `inputs` are expressions by the name of the parameter. */
export const code = (id: string, content: string, inputs: Record<string, string> = {}, over: object = {}): object => ({
  id,
  value: {
    type: 'rawscript',
    language: 'bun',
    content,
    input_transforms: Object.fromEntries(Object.entries(inputs).map(([name, expr]) => [name, javascript(expr)])),
  },
  ...over,
});

/** A step whose result is fixed: no job runs. */
export const given = (id: string, value: unknown, over: object = {}): object => ({
  id,
  value: { type: 'identity' },
  mock: { enabled: true, return_value: value },
  ...over,
});

/** A step that gives the value of an expression, without a job: a branch that is always taken, over a switch. */
export const identity = (id: string, over: object = {}): object => ({ id, value: { type: 'identity' }, ...over });

export const javascript = (expr: string): object => ({ type: 'javascript', expr });
export const constant = (value: unknown): object => ({ type: 'static', value });

/** A step that runs a deployed script or flow. */
export const call = (id: string, type: 'script' | 'flow', path: string, inputs: Record<string, string> = {}, over: object = {}): object => ({
  id,
  value: { type, path, input_transforms: Object.fromEntries(Object.entries(inputs).map(([name, expr]) => [name, javascript(expr)])) },
  ...over,
});

export const forEach = (id: string, iterator: object, modules: readonly object[], value: object = {}, over: object = {}): object => ({
  id,
  value: { type: 'forloopflow', modules, iterator, skip_failures: false, ...value },
  ...over,
});

/** Code that gives back what it gets. */
export const echo = 'export const main = (x: unknown) => x;';
/** Code that fails. */
export const broken = 'export const main = () => { throw new Error("no"); };';
