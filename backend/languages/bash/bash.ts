import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildOnce } from '../build-once.ts';
import { ScriptFailure, type Language, type Launch, type Source, type Toolchain } from '../language.ts';
import { inferSignature, parametersOf } from './signature.ts';

const template = `#!/usr/bin/env bash
# Says hello. What is written here is shown above the form.
set -euo pipefail
name="\${1:-world}" # Who is greeted
times="\${2:-1}"

for count in $(seq 1 "$times"); do
  echo "$count: hello, $name"
done
# The result: JSON in result.json, text in result.out, or else the last line that is printed.
printf '{"greeting": "Hello, %s!"}' "$name" > result.json
`;

const question = 'printf "%s\\n%s" "$BASH" "$BASH_VERSION"';
const missing = 'Bash was not found on the search path of this machine.';

/** Bash: arguments by position, the result by a file or the last line. */
export const bash: Language = {
  name: 'bash',
  title: 'Bash',
  extension: '.sh',
  template,
  inferSignature,
  findImports: async () => ({ packages: [], scripts: [] }),
  probe: async (toolchain) => {
    const found = await findBash(toolchain);
    return found === null ? { available: false, reason: missing } : { available: true, version: found.version.replace(/-release$/, '') };
  },
  resolve: async () => '',
  prepare,
};

async function prepare(source: Source, hash: string, toolchain: Toolchain): Promise<Launch> {
  const found = await findBash(toolchain);
  if (found === null) throw new ScriptFailure({ name: 'LanguageError', message: missing, code: 'language/unavailable' });
  // Editors on Windows end lines with a carriage return, which Bash takes for a part of the last word.
  const content = source.content.replaceAll('\r\n', '\n');
  const key = createHash('sha256').update(`${hash}\n${content}`).digest('hex').slice(0, 40);
  const folder = await buildOnce(join(toolchain.cacheDirectory, 'scripts', key), (temporary) => writeFile(join(temporary, 'main.sh'), content));
  return {
    command: [found.binary, join(folder, 'main.sh')],
    environment: {},
    readOnly: [dirname(found.binary), folder],
    protocol: 'once',
    sourceFolder: folder,
    parameters: parametersOf(content).map(({ name }) => name),
  };
}

async function findBash(toolchain: Toolchain): Promise<{ binary: string; version: string } | null> {
  const answer = await toolchain.runTool(['bash', '--noprofile', '--norc', '-c', question], { directory: '/', timeoutMs: 10_000 }).catch(() => null);
  const [binary, version] = answer?.stdout.split('\n') ?? [];
  return binary?.startsWith('/') && version ? { binary, version } : null;
}
