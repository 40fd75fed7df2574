import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { toolEnvironment } from '../../config/tool-environment.ts';
import type { JsonObject } from '../../common/json.ts';
import { assetPath } from '../assets.ts';
import type { SourceProblem } from '../language.ts';
import { runTool } from '../toolchain.ts';
import { findInterpreter, missingPython } from './interpreter.ts';

/** An argument as the parser describes it, before the names of resources are known. */
export type RawArgument = { name: string; schema: JsonObject; isRequired: boolean; isPositionalOnly: boolean; isConverted: boolean };

/** An `import` of a module from outside of the workspace. */
export type RawModule = { module: string; names: string[]; line: number; pin: string | null };

/** An `import` of another script: `level` dots, or none for `from f.folder.x import y`. */
export type RawScriptImport = { level: number; module: string; names: string[]; line: number };

/** A line of a `# requirements:` block. */
export type RawRequirement = { requirement: string; line: number };

/** Everything that the parser reads from a source. */
export type ParsedSource = {
  signature: { arguments: RawArgument[]; hasMain: boolean; description: string; problems: SourceProblem[]; resources: string[] };
  imports: { modules: RawModule[]; relative: RawScriptImport[]; requirements: RawRequirement[]; extra: RawRequirement[] };
};

type Helper = ChildProcessByStdio<Writable, Readable, null>;
type Waiting = { resolve(parsed: ParsedSource): void; reject(error: Error): void; content: string; attempts: number };

const maximumAttempts = 2;
const waiting = new Map<number, Waiting>();
let starting: Promise<Helper | null> | undefined;
let nextId = 1;

/**
 * Parses a source in the warm helper process. It is started by the first call, restarted when it crashes, never keeps this
 * process alive, and gets each source at most twice, so that a source that kills it does not do so for ever.
 */
export async function parsePython(content: string): Promise<ParsedSource> {
  const helper = await ensureHelper();
  if (helper === null) return unreadable(missingPython);
  return await new Promise<ParsedSource>((resolve, reject) => ask(helper, { resolve, reject, content, attempts: 1 }));
}

/** What is told of a source that cannot be read at all. */
function unreadable(message: string): ParsedSource {
  return { signature: { arguments: [], hasMain: false, description: '', problems: [{ message, line: 1, column: 1 }], resources: [] }, imports: { modules: [], relative: [], requirements: [], extra: [] } };
}

function ask(helper: Helper, request: Waiting): void {
  const id = nextId;
  nextId += 1;
  if (waiting.size === 0) hold(helper);
  waiting.set(id, request);
  helper.stdin.write(`${JSON.stringify({ id, content: request.content })}\n`);
}

function ensureHelper(): Promise<Helper | null> {
  starting ??= start().catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start(): Promise<Helper | null> {
  const interpreter = await findInterpreter({ runTool });
  if (interpreter === null) {
    starting = undefined;
    return null;
  }
  const helper: Helper = spawn(interpreter.binary, ['-S', '-s', '-B', '-X', 'utf8', assetPath(import.meta.dirname, 'parser/main.py')], { stdio: ['pipe', 'pipe', 'ignore'], env: toolEnvironment() });
  helper.stdin.on('error', () => undefined);
  helper.on('error', () => undefined);
  helper.once('close', () => restart());
  readLines(helper.stdout, (line) => answered(helper, line));
  release(helper);
  return helper;
}

function answered(helper: Helper, line: string): void {
  const { id, ...parsed } = JSON.parse(line) as { id: number } & ParsedSource;
  waiting.get(id)?.resolve(parsed);
  waiting.delete(id);
  if (waiting.size === 0) release(helper);
}

/** Sources that the ended process had not answered are given to the next one. */
function restart(): void {
  starting = undefined;
  const unanswered = [...waiting.values()];
  waiting.clear();
  for (const request of unanswered) {
    if (request.attempts >= maximumAttempts) {
      request.resolve(unreadable('The Python parser gave up on this source.'));
      continue;
    }
    ensureHelper().then((helper) => (helper ? ask(helper, { ...request, attempts: request.attempts + 1 }) : request.resolve(unreadable(missingPython))), request.reject);
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let partial = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    lines.forEach((line) => onLine(line));
  });
}

type Holdable = { ref?(): void; unref?(): void };

/** While an answer is awaited this process stays alive; otherwise the helper does not keep it so. */
function hold(helper: Helper): void {
  for (const handle of [helper, helper.stdin, helper.stdout] as Holdable[]) handle.ref?.();
}

function release(helper: Helper): void {
  for (const handle of [helper, helper.stdin, helper.stdout] as Holdable[]) handle.unref?.();
}

/** Ends the helper process, for tests and for an orderly shutdown. It is started again when it is needed. */
export async function closeParser(): Promise<void> {
  const helper = await starting;
  if (!helper) return;
  hold(helper);
  const closed = new Promise((resolve) => helper.once('close', resolve));
  helper.stdin.end();
  await closed;
}
