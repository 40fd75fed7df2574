import { createInterface } from 'node:readline';
import { importReferences } from './imports.ts';
import type { ReadSource } from './reader.ts';
import { inferSignature, parameterBindings } from './signature.ts';
import { parseSource } from './source-file.ts';

/** A schema beyond that helps nobody to fill in a form, and would have to be stored with every version. */
const longestAnswer = 2_000_000;

/** The helper of `reader.ts`: a line with `{content}` in, a line with what was read from it out. It may crash or be ended at any time. */
function read(content: string): ReadSource {
  const signature = inferSignature(content);
  if (signature.problems.length > 0) return { signature, bindings: [], imports: [] };
  return { signature, bindings: parameterBindings(content), imports: importReferences(parseSource(content)) };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const answer = JSON.stringify(read((JSON.parse(line) as { content: string }).content));
  // Ending is how a helper says that it cannot.
  if (answer.length > longestAnswer) process.exit(1);
  process.stdout.write(`${answer}\n`);
}
