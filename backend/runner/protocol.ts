import type { JsonObject } from '../common/json.ts';

/**
 * The protocol between a worker and a warm runner process: one JSON value per line, on descriptors of its own so that
 * nothing that a script prints can be taken for a message. Descriptor {@link toWorkerDescriptor} carries messages of the
 * runner, {@link toRunnerDescriptor} those of the worker; stdout and stderr are the log and nothing else.
 *
 * A runner says `ready` once, when its harness is up. The script itself is loaded by the first `run`, so that whatever
 * its imports print, and however they fail, belongs to a job. Each `run` is answered by exactly one `result` or `error`
 * with the same id, unless the process ends first. After the answer the harness flushes and writes the
 * {@link endOfOutput} line to stdout and to stderr: all output of that job has then arrived. The worker ends a runner by
 * closing its end of {@link toRunnerDescriptor}.
 */
export const toWorkerDescriptor = 3;

/** Descriptor from which the runner reads; see {@link toWorkerDescriptor}. */
export const toRunnerDescriptor = 4;

/** What the worker sends. `environment` replaces that of the job before. */
export type RunMessage = { type: 'run'; id: string; args: JsonObject; environment: Record<string, string>; nonce: string };

/** How a failed job describes itself. Line and column are one-based and point into the file of the author. */
export type RunnerFailure = { name: string; message: string; stack?: string; line?: number; column?: number; code?: string };

/** What a runner sends. */
export type RunnerMessage =
  | { type: 'ready' }
  | { type: 'result'; id: string; result: unknown }
  | { type: 'error'; id: string; error: RunnerFailure }
  | { type: 'progress'; id: string; percent: number };

/** The line that ends the output of a job on stdout and on stderr. The nonce is fresh for each job, so that a script cannot forge it in advance. */
export function endOfOutput(nonce: string): string {
  return `\u0000MR-END ${nonce}\n`;
}
