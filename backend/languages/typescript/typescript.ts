import type { Language } from '../language.ts';
import { importsOf } from './imports.ts';
import { prepare } from './prepare.ts';
import { readSource } from './reader.ts';
import { resolve } from './resolve.ts';
import { findRuntime } from './runtime.ts';

const template = `/**
 * Says hello. What is written here is shown above the form.
 * @param name Who is greeted
 */
export async function main(name: string = 'world', times: number = 1) {
  for (let count = 1; count <= times; count += 1) {
    console.log(\`\${count}: hello, \${name}\`);
  }
  return { greeting: \`Hello, \${name}!\`, times };
}
`;

/** TypeScript on Bun, with Node as fallback. Packages come from npm by plain imports. */
export const typescript: Language = {
  name: 'bun',
  title: 'TypeScript',
  extension: '.ts',
  template,
  inferSignature: async (content) => (await readSource(content)).signature,
  findImports: async (content, path) => importsOf((await readSource(content)).imports, content, path),
  probe: async (toolchain) => {
    const runtime = await findRuntime(toolchain);
    return { available: true, version: runtime.kind === 'bun' ? `Bun ${runtime.version}` : `Node ${runtime.version}, without packages` };
  },
  resolve,
  prepare: (source, hash, toolchain) => prepare(source, hash, toolchain),
};
