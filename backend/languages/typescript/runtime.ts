import type { Toolchain } from '../language.ts';
import { bunBinary } from './bun-binary.ts';

/** The program that runs TypeScript on this machine. */
export type Runtime = { kind: 'bun' | 'node'; binary: string; version: string };

let known: Promise<Runtime> | undefined;

/**
 * Bun from its npm package where it runs; otherwise this Node, which strips types itself but resolves no packages.
 * Found out once per process.
 */
export function findRuntime(toolchain: Pick<Toolchain, 'runTool'>): Promise<Runtime> {
  known ??= probe(toolchain).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function probe(toolchain: Pick<Toolchain, 'runTool'>): Promise<Runtime> {
  const binary = bunBinary();
  if (binary !== null) {
    const version = await toolchain.runTool([binary, '--version'], { directory: process.cwd(), timeoutMs: 10_000 }).then(({ stdout }) => stdout.trim(), () => '');
    // A package whose install script was skipped has a placeholder in place of the binary.
    if (/^\d+\.\d+/.test(version)) return { kind: 'bun', binary, version };
  }
  return nodeRuntime;
}

/** The fallback: the Node that runs Millrace. */
export const nodeRuntime: Runtime = { kind: 'node', binary: process.execPath, version: process.versions.node };
