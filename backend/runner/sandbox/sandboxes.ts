import type { SandboxDriver, SandboxName } from '../runner.ts';
import { bubblewrap } from './bubblewrap.ts';
import { none } from './none.ts';
import { unshare } from './unshare.ts';

/** All drivers, the strongest first. */
export const sandboxes: readonly SandboxDriver[] = [bubblewrap, unshare, none];

/** What an operator may ask for: a driver by name, the strongest that works, or the strongest that works and isolates. */
export type SandboxSetting = 'auto' | 'required' | SandboxName;

/** The driver to use here, and why each stronger one is not. Rejects where the setting asks for what this machine does not offer. */
export async function chooseSandbox(setting: SandboxSetting): Promise<{ driver: SandboxDriver; refused: { name: SandboxName; reason: string }[] }> {
  const refused: { name: SandboxName; reason: string }[] = [];
  for (const driver of sandboxes) {
    if (setting === 'required' ? !driver.isIsolated : setting !== 'auto' && setting !== driver.name) continue;
    const reason = await driver.unavailable();
    if (reason === null) return { driver, refused };
    refused.push({ name: driver.name, reason });
  }
  const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new Error(
    `MILLRACE_SANDBOX is "${setting}", but this machine cannot isolate scripts that way (${reasons}). Install bubblewrap or util-linux and allow namespaces, or set MILLRACE_SANDBOX=auto.`,
  );
}
