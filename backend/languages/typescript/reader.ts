import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BoundedCache } from '../../common/bounded-cache.ts';
import { sha256 } from '../../common/canonical-json.ts';
import { unparsable } from '../argument-schema.ts';
import { HelperGaveUp, HelperProcess } from '../helper-process.ts';
import type { Signature } from '../language.ts';
import type { ImportReference } from './imports.ts';
import type { ParameterBinding } from './signature.ts';

/** Everything that is read from a source. Imports of one that cannot be parsed are none. */
export type ReadSource = { signature: Signature; bindings: ParameterBinding[]; imports: ImportReference[] };

/** The program of the helper, compiled or not like this file. */
const program = join(import.meta.dirname, `reader-main${extname(fileURLToPath(import.meta.url))}`);
const helper = new HelperProcess({ launch: () => Promise.resolve([process.execPath, '--disable-warning=ExperimentalWarning', '--max-old-space-size=512', program]) });
const read = new BoundedCache<Promise<ReadSource>>(200);

/**
 * Reads TypeScript in a process of its own: the parser is native code that a source which is nested deeply enough crashes together with its
 * process, and types can be written that take for ever to write out. What was read lately is not read again.
 */
export function readSource(content: string): Promise<ReadSource> {
  const key = sha256(content);
  const known = read.get(key);
  if (known) return known;
  const answer = helper.ask({ content }).then((found) => found as ReadSource, (error: unknown) => {
    if (error instanceof HelperGaveUp) return unreadable;
    read.delete(key);
    throw error;
  });
  read.set(key, answer);
  return answer;
}

/** Ends the helper, for tests. */
export const closeReader = (): Promise<void> => helper.close();

const unreadable: ReadSource = {
  signature: unparsable([{ message: 'This source cannot be read: it is nested too deeply, or its types grow without end. Make it simpler', line: 1, column: 1 }]), bindings: [], imports: [],
};
