import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { processTree, stillRunning } from '../support/process-tree.ts';
import { makeTestFolder } from '../support/test-server.ts';

const root = resolve(import.meta.dirname, '../..');
const dataDirectory = makeTestFolder();

/** All that were started: what a test leaves running, because it failed or only some were asked for, ends with the file. */
const started: StartCommand[] = [];

/** `npm start` as a person at a terminal has it. */
class StartCommand {
  output = '';
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;

  constructor(command: 'start' | 'worker', environment: Record<string, string>) {
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(process.execPath, ['backend/bootstrap/main.mjs', command], {
      cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, HOME, LANG: 'C.UTF-8', MILLRACE_DATA_DIR: dataDirectory, MILLRACE_LOG_LEVEL: 'warn', ...environment },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { this.output += text; });
    this.ended = new Promise((done) => this.child.once('close', (code) => done(code)));
    started.push(this);
  }

  /** Resolves when the output has a line that matches; rejects when the command ends before. */
  async says(expected: RegExp): Promise<RegExpExecArray> {
    const isOver = this.ended.then(() => { throw new Error(`It ended before it said ${expected}:\n${this.output}`); });
    for (;;) {
      const found = expected.exec(this.output);
      if (found !== null) return found;
      await Promise.race([new Promise((done) => this.child.stdout?.once('data', done)), isOver]);
    }
  }

  /** Ends it if it still runs, and waits for that. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.interrupt();
  }

  /** Ctrl-C: a terminal signals the whole group. Gives the exit code. */
  async interrupt(): Promise<number | null> {
    process.kill(-(this.child.pid as number), 'SIGINT');
    return await this.ended;
  }
}

async function takenPort(): Promise<{ port: number; release(): void }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, release: () => server.close() };
}

async function unusedPort(): Promise<string> {
  const { port, release } = await takenPort();
  release();
  return String(port);
}

describe('npm start', () => {
  let first: StartCommand;
  let url: string;
  let port: string;

  beforeAll(async () => {
    port = await unusedPort();
    first = new StartCommand('start', { PORT: port });
    url = (await first.says(/is ready: (\S+)[\s\S]*Ctrl-C/))[1] ?? '';
  }, 180_000);

  const signIn = () => {
    const [email, password] = [/E-mail\s+(\S+)/.exec(first.output)?.[1], /Password\s+(\S+)/.exec(first.output)?.[1]];
    return fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
  };

  afterAll(async () => {
    await Promise.all(started.map((command) => command.stop()));
    rmSync(dataDirectory, { recursive: true, force: true });
  }, 60_000);

  it('prints the address, the first admin and a password that lets in', async () => {
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await signIn()).ok).toBe(true);
  });

  it('serves the pages at the address that it prints', async () => {
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('<html');
  });

  it('says which port is taken and how to choose another, without a stack', async () => {
    const second = new StartCommand('start', { PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(second.output).not.toMatch(/^\s+at /m);
  });

  it('lets a further worker join, which leaves the rest alone when it stops', async () => {
    const worker = new StartCommand('worker', { MILLRACE_WORKER_NAME: 'second' });
    await worker.says(/second takes jobs/);
    const processes = processTree(worker.child.pid as number);
    expect(await worker.interrupt()).toBe(0);
    expect(stillRunning(processes)).toEqual([]);
    const cookie = (await signIn()).headers.get('set-cookie') ?? '';
    const { workers } = (await (await fetch(`${url}/api/w/acme/workers`, { headers: { cookie: cookie.split(';')[0] ?? '' } })).json()) as { workers: object[] };
    expect(workers).toContainEqual(expect.objectContaining({ name: 'second', is_alive: false, has_stopped: true }));
  }, 60_000);

  it('stops at Ctrl-C with nothing left running', async () => {
    const processes = processTree(first.child.pid as number);
    expect(processes.some(({ command }) => command.includes('postgres'))).toBe(true);
    expect(await first.interrupt()).toBe(0);
    expect(stillRunning(processes)).toEqual([]);
    expect(first.output).not.toContain('was lost');
  }, 60_000);

  it('starts again over the same data, without a new password', async () => {
    const again = new StartCommand('start', { PORT: port });
    await again.says(/is ready: [\s\S]*Ctrl-C/);
    expect(again.output).not.toContain('Password');
    const processes = processTree(again.child.pid as number);
    expect(await again.interrupt()).toBe(0);
    expect(stillRunning(processes)).toEqual([]);
  }, 60_000);

  it('leaves nothing running either when the command itself is killed', async () => {
    const killed = new StartCommand('start', { PORT: port });
    await killed.says(/is ready: [\s\S]*Ctrl-C/);
    const processes = processTree(killed.child.pid as number);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(stillRunning(processes)).toEqual([]);
  }, 60_000);

  it('tells a worker without a server what to start first', async () => {
    const lonely = new StartCommand('worker', {});
    expect(await lonely.ended).toBe(1);
    expect(lonely.output).toContain('npm start');
    expect(lonely.output).not.toMatch(/^\s+at /m);
  }, 60_000);

  it('tells damage to its database from a mistake of its own', async () => {
    rmSync(join(dataDirectory, 'postgres/data/base'), { recursive: true });
    const damaged = new StartCommand('start', { PORT: await unusedPort() });
    expect(await damaged.ended).toBe(1);
    expect(damaged.output).toMatch(/PostgreSQL says: .*move it away to start with an empty database/);
    expect(damaged.output).not.toMatch(/^\s+at /m);
  }, 60_000);

  it.each([
    ['a port that is none', { PORT: 'eighty' }, /PORT is "eighty"/],
    ['an address that is not of this machine', { HOST: '192.0.2.1' }, /HOST is "192\.0\.2\.1"/],
    ['a setting that is wrong', { MILLRACE_MASTER_KEY: 'short' }, /MILLRACE_MASTER_KEY needs at least 32 characters/],
    ['a data folder that cannot be', { MILLRACE_DATA_DIR: '/etc/hostname/millrace' }, /data folder \/etc\/hostname\/millrace/],
    ['a data folder that is a file', { MILLRACE_DATA_DIR: '/etc/hostname' }, /data folder \/etc\/hostname cannot be made: there is a file of that name/],
    ['a database that does not answer', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /The database at 127\.0\.0\.1:1\/none cannot be reached/],
  ])('refuses %s in words', async (_name, environment, message) => {
    const refused = new StartCommand('start', { PORT: await unusedPort(), ...environment });
    expect(await refused.ended).toBe(1);
    expect(refused.output).toMatch(message);
    expect(refused.output).not.toMatch(/^\s+at /m);
  }, 60_000);
});
