import { existsSync } from 'node:fs';

/** Options under which npm says only what matters and gives up on a dead network within a minute. */
export const quietly = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error', '--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];

/** How npm is called: the very npm that runs us, under a given Node; otherwise the one in the path. */
export function npmCommand(node) {
  const running = process.env.npm_execpath;
  return running !== undefined && /npm-cli\.c?js$/.test(running) && existsSync(running) ? [node, running] : ['npm'];
}
