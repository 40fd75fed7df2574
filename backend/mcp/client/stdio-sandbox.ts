import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import type { StdioRequest } from '../../../agents/mcp/index.ts';
import type { Launch } from '../../languages/language.ts';
import { SYSTEM_PATH } from '../../runner/sandbox/try-driver.ts';

/**
 * Turns the runner's own descriptors into standard input: the init shell of a sandbox starts programs without one. What is left of the
 * descriptors is closed, since the program knows nothing of them.
 */
const BRIDGE = 'exec "$@" <&3 3<&- 4>&-';

/** How a program that speaks MCP on its standard input is started in a runner's sandbox: it sees the system, Node, and the folders that the admin has named. */
export function stdioLaunch({ command, args, environment }: StdioRequest, folders: readonly string[]): Launch {
  const node = nodeFolder();
  const shown = folders.filter((folder) => isAbsolute(folder) && existsSync(folder)).map((folder) => normalize(folder));
  return {
    command: ['/bin/sh', '-c', BRIDGE, 'mcp', command, ...args],
    environment: { PATH: `${dirname(process.execPath)}:${SYSTEM_PATH}`, ...environment },
    readOnly: [node, ...shown],
    protocol: 'warm',
  };
}

/** Where the Node that runs Millrace lies, with npm where that lies beside it, so that `node` and `npx` are there. */
function nodeFolder(): string {
  const folder = dirname(process.execPath);
  const installation = dirname(folder);
  return existsSync(join(installation, 'lib/node_modules/npm')) && installation !== '/usr' ? installation : folder;
}
