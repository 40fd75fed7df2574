import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp, type TestUser } from '../support/app.ts';

const program = resolve(import.meta.dirname, '../../cli/millrace.mjs');

describe('the command line, against a real server with a worker', () => {
  let app: TestApp;
  let admin: TestUser;
  let directory: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    app = await createTestApp({ MILLRACE_MODE: 'all', MILLRACE_SANDBOX: 'none' });
    const workspace = await app.make.aWorkspace();
    admin = workspace.admin;
    directory = await mkdtemp(join(tmpdir(), 'millrace-cli-'));
    const token = (await admin.client.post<{ token: string }>('/api/tokens', { label: 'cli', workspace: workspace.id })).body.token;
    environment = { MILLRACE_URL: app.url, MILLRACE_WORKSPACE: workspace.id, MILLRACE_TOKEN: token, XDG_CONFIG_HOME: join(directory, 'config') };
    await admin.client.put(`/api/w/${workspace.id}/scripts/u/${admin.username}/double`, {
      language: 'bash',
      content: 'n="$1"\necho "doubling $n"\necho "$((n * 2))" > result.json',
      summary: 'Twice as much',
    });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  const millrace = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((done) => {
      execFile(process.execPath, [program, ...words], { env: { ...environment, NO_PROXY: '*' } }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  const script = () => `u/${admin.username}/double`;

  test('run shows the log on stderr and prints only the result on stdout', async () => {
    expect(await millrace('run', script(), 'n="21"')).toEqual({ code: 0, stdout: '42\n', stderr: 'doubling 21\n' });
  });

  test('arguments that do not fit are said with the place, and the exit code is 1', async () => {
    const { code, stderr } = await millrace('run', script(), '--args', '{}');
    expect([code, stderr]).toEqual([1, expect.stringContaining('/n')]);
  });

  test('start prints the id of a run, and logs follows it to its end', async () => {
    const { stdout } = await millrace('start', script(), 'n="4"');
    expect((await millrace('logs', stdout.trim())).stdout).toBe('doubling 4\n');
  });

  test('list names what one may see', async () => {
    expect((await millrace('list')).stdout).toBe(`${script()}\tTwice as much\n`);
  });

  test('pull writes the workspace, push deploys what was changed, and a second pull changes nothing', async () => {
    const tree = join(directory, 'tree');
    expect((await millrace('pull', tree)).stdout).toContain(`+ ${script()}.sh`);
    const file = join(tree, `${script()}.sh`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('* 2', '* 3'));
    expect((await millrace('push', tree, '--dry-run')).stdout).toContain(`~ ${script()}.sh`);
    expect((await millrace('push', tree)).stdout).toContain(`updated   script ${script()}`);
    expect((await millrace('run', script(), 'n="5"', '--quiet')).stdout).toBe('15\n');
    expect((await millrace('pull', tree)).stdout).toContain('0 written, 0 removed');
    expect((await millrace('push', tree)).stdout).toBe('Nothing differs.\n');
  });

  test('runs a flow as it runs a script, lists it, and deploys it from its folder', async () => {
    const path = `u/${admin.username}/twice_doubled`;
    const tree = join(directory, 'flows');
    await mkdir(join(tree, `${path}.flow`), { recursive: true });
    await writeFile(join(tree, `${path}.flow`, 'say.inline_script.sh'), 'n="$1"\necho "saying $n"\necho "$((n + 1))" > result.json');
    const step = `value: {type: rawscript, language: bash, content: '!inline say.inline_script.sh', input_transforms: {n: {type: javascript, expr: String(flow_input.n)}}}`;
    await writeFile(
      join(tree, `${path}.flow`, 'flow.yaml'),
      `summary: Say it\nvalue:\n  modules:\n    - id: say\n      ${step}\nschema: {type: object, properties: {n: {type: integer}}, required: [n]}\n`,
    );
    expect((await millrace('push', tree)).stdout).toContain(`created   flow ${path}`);
    expect((await millrace('list')).stdout).toContain(`${path}\tSay it\t(flow)`);
    expect(await millrace('run', path, 'n=4')).toEqual({ code: 0, stdout: '5\n', stderr: '[say] saying 4\n' });
    expect(await millrace('run', path, 'n=4', '--quiet')).toEqual({ code: 0, stdout: '5\n', stderr: '' });
    await writeFile(join(tree, `${path}.flow`, 'say.inline_script.sh'), 'n="$1"\necho "$((n + 2))" > result.json');
    expect((await millrace('push', tree)).stdout).toContain(`updated   flow ${path}`);
    expect((await millrace('run', path, 'n=4', '--quiet')).stdout).toBe('6\n');
    expect((await millrace('run', `u/${admin.username}/nothing`)).stderr).toContain('There is no script, flow or agent at');
  });

  test('login remembers where and as whom, for the owner of the account only', async () => {
    expect((await millrace('login')).stdout).toContain(`You are ${admin.username} (admin)`);
    const remembered = environment;
    environment = { XDG_CONFIG_HOME: remembered['XDG_CONFIG_HOME'] ?? '' };
    expect((await millrace('whoami')).stdout).toContain(admin.username);
    environment = remembered;
  });

  test('without a token it says what is missing and how to give it', async () => {
    const { stderr } = await new Promise<{ stderr: string }>((done) =>
      execFile(process.execPath, [program, 'list'], { env: { XDG_CONFIG_HOME: '/nonexistent', MILLRACE_URL: app.url } }, (_error, _stdout, text) =>
        done({ stderr: text }),
      ),
    );
    expect(stderr).toContain('Missing: workspace, token');
  });

  test('an unknown command or a wrong token is said in a line, without a stack', async () => {
    expect((await millrace('fly')).stderr).toBe('There is no command "fly". "millrace --help" lists them.\n');
    expect((await millrace('whoami', '--token', 'mr_wrong')).stderr).toMatch(/^[^\n]+\(access\/not_signed_in\)\n$/);
  });
});
