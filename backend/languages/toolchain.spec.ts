import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { toolEnvironment } from '../config/tool-environment.ts';
import { assetPath } from './assets.ts';
import { ToolFailure } from './language.ts';
import { withoutAddresses } from './registry-answer.ts';
import { resolveScriptPath } from './script-path.ts';
import { runTool } from './toolchain.ts';

const directory = tmpdir();

describe('running a tool', () => {
  it('gives what it printed, with its input', async () => {
    expect(await runTool(['bash', '--norc', '-c', 'cat; echo oh >&2'], { directory, input: 'text' })).toEqual({ stdout: 'text', stderr: 'oh\n' });
  });

  it('rejects with the exit code and what was said', async () => {
    await expect(runTool(['bash', '--norc', '-c', 'echo why >&2; exit 3'], { directory })).rejects.toMatchObject({
      name: 'ToolFailure',
      exitCode: 3,
      stderr: 'why\n',
    });
    await expect(runTool(['no-such-program-zz'], { directory })).rejects.toBeInstanceOf(ToolFailure);
  });

  it('ends its whole process group on timeout and on abort', async () => {
    const command = ['bash', '--norc', '-c', 'sleep 600 & sleep 600'];
    await expect(runTool(command, { directory, timeoutMs: 50 })).rejects.toMatchObject({ name: 'ToolFailure', exitCode: null });
    const controller = new AbortController();
    const running = runTool(command, { directory }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('shows tools the search path and registries, never secrets of the server', () => {
    expect(
      toolEnvironment({
        PATH: '/bin',
        HTTPS_PROXY: 'http://proxy',
        PIP_INDEX_URL: 'x',
        DATABASE_URL: 'postgres://secret',
        MILLRACE_MASTER_KEY: 'secret',
        AWS_SECRET_ACCESS_KEY: 'secret',
      }),
    ).toEqual({ PATH: '/bin', HTTPS_PROXY: 'http://proxy', PIP_INDEX_URL: 'x' });
  });
});

describe('paths', () => {
  it('of assets lead from the compiled code to the source tree', () => {
    expect(assetPath(join('/app', 'dist', 'backend', 'languages', 'python'), 'harness')).toBe(join('/app', 'backend', 'languages', 'python', 'harness'));
    expect(assetPath(import.meta.dirname, 'language.ts')).toBe(join(import.meta.dirname, 'language.ts'));
  });

  it.each([
    ['./x', 'f/a/x'],
    ['../b/x', 'f/b/x'],
    ['/u/ada/x', 'u/ada/x'],
    ['./deep/x', 'f/a/deep/x'],
    ['../../u/ada/x', 'u/ada/x'],
    ['../../../x', null],
    ['/etc/passwd', null],
    ['../x', null],
  ])('of imports stay within the workspace: %s', (specifier, path) => {
    expect(resolveScriptPath('f/a/script', specifier)).toBe(path);
  });

  it('of registries do not reach people', () => {
    expect(withoutAddresses('GET https://user:pw@registry.internal:8443/x - 500\n retry')).toBe('GET the registry - 500 retry');
  });
});
