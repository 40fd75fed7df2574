import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Takes programs from the search path of this process until it is disposed: a machine on which something is not installed. */
export function searchPathWithout(isMissing: (program: string) => boolean): Disposable {
  const before = process.env.PATH ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'millrace-path-'));
  for (const directory of before.split(delimiter)) for (const program of list(directory)) link(join(directory, program), join(folder, program), isMissing(program));
  process.env.PATH = folder;
  return {
    [Symbol.dispose]: () => {
      process.env.PATH = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The first folder that has a program wins, as on the path itself. */
function link(target: string, name: string, isMissing: boolean): void {
  if (isMissing) return;
  try {
    symlinkSync(target, name);
  } catch {
    // An earlier folder has it.
  }
}
