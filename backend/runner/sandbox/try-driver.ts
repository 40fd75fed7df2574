import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxDriver } from '../runner.ts';

/** Where the tools of the system are; also the PATH that scripts get. Never the worker's own. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A user that owns nothing, to try a driver as root. */
const TRIAL_USER = { uid: 65_000, gid: 65_000 };

/** Whether a tool of the system is installed. */
export function findTool(name: string): boolean {
  return SYSTEM_PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts a real process under a driver; the reason why that does not work, or `null`. Kernels and containers forbid namespaces in too many ways to be asked. */
export async function tryDriver(driver: SandboxDriver): Promise<string | null> {
  if (process.platform !== 'linux') return 'needs Linux';
  const missing = (driver.name === 'bubblewrap' ? ['bwrap', 'setpriv'] : ['unshare', 'setpriv', 'pivot_root', 'mount']).filter((tool) => !findTool(tool));
  if (missing.length > 0) return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed`;
  const user = process.getuid?.() === 0 ? TRIAL_USER : null;
  const workDirectory = await mkdtemp(join(tmpdir(), 'millrace-sandbox-'));
  try {
    if (user !== null) await chown(workDirectory, user.uid, user.gid);
    const { command } = driver.wrap({
      command: ['/bin/sh', '-c', 'echo works > trial && cat trial && ! kill -0 "$1" 2>/dev/null', 'sh', String(process.pid)],
      protocol: 'once',
      readOnly: [],
      hidden: [],
      workDirectory,
      user,
      limits: { memoryBytes: 256 * 1024 * 1024, diskBytes: 1024 * 1024, processes: 32 },
    });
    return await start(command);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
}

function start(command: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const [program = '', ...rest] = command;
    execFile(program, rest, { env: { PATH: SYSTEM_PATH }, timeout: 10_000, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error === null && stdout === 'works\n') resolve(null);
      else resolve(stderr.trim().split('\n').at(-1)?.slice(0, 300) || error?.message || 'a process could not be started');
    });
  });
}
