import type { Toolchain } from '../language.ts';

/** The Python of this machine. */
export type Interpreter = {
  /** The real program, behind shims and links of version managers. */
  binary: string;
  /** `3.12`: what a lock is made for. */
  version: string;
  fullVersion: string;
  /** Folders that hold the interpreter and its standard library. */
  folders: string[];
};

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const question = 'import json, os, sys; print(json.dumps([os.path.realpath(sys.executable), list(sys.version_info[:3]), sorted({sys.base_prefix, sys.prefix})]))';
const oldest = [3, 10] as const;

let known: Promise<Interpreter | null> | undefined;

/** Finds Python 3.10 or newer on the search path, once per process; `null` when there is none. */
export function findInterpreter(toolchain: Pick<Toolchain, 'runTool'>): Promise<Interpreter | null> {
  known ??= search(toolchain).then((found) => {
    // It may be installed later, while the server runs.
    if (found === null) known = undefined;
    return found;
  }, (error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** What people are told on a machine without it. */
export const missingPython = 'Python 3.10 or newer was not found on the search path of this machine.';

async function search(toolchain: Pick<Toolchain, 'runTool'>): Promise<Interpreter | null> {
  for (const candidate of candidates) {
    const answer = await toolchain.runTool([candidate, '-S', '-c', question], { directory: process.cwd(), timeoutMs: 20_000 }).catch(() => null);
    if (answer === null) continue;
    const [binary, [major, minor, patch], folders] = JSON.parse(answer.stdout) as [string, [number, number, number], string[]];
    if (major === oldest[0] && minor >= oldest[1]) return { binary, version: `${major}.${minor}`, fullVersion: `${major}.${minor}.${patch}`, folders };
  }
  return null;
}
