import { AppError } from '../../common/app-error.ts';
import type { SandboxDriver } from '../../runner/runner.ts';

/** What each driver is told, behind which of its words, so that a sandbox gets a network of its own, with nobody in it. */
const words: Partial<Record<SandboxDriver['name'], { behind: string; add: string }>> = {
  bubblewrap: { behind: 'bwrap', add: '--unshare-net' },
  unshare: { behind: 'unshare', add: '--net' },
};

/** The same sandbox without a network. */
export function withoutNetwork(driver: SandboxDriver): SandboxDriver {
  return {
    ...driver,
    wrap: (request) => {
      const wrapped = driver.wrap(request);
      const word = words[driver.name];
      const at = word ? wrapped.command.indexOf(word.behind) : -1;
      if (!word || at < 0) throw new AppError('agent/tool_failed', 'This worker cannot keep the network from a sandbox.');
      return { ...wrapped, command: wrapped.command.toSpliced(at + 1, 0, word.add) };
    },
  };
}
