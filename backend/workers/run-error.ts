import { DependencyFailure, ScriptFailure, ToolFailure } from '../languages/language.ts';
import { isAppError } from '../common/app-error.ts';
import type { RunError, RunOutcome } from '../runner/runner.ts';

const longestName = 200;
const longestMessage = 20_000;
const longestStack = 20_000;

/** The stored form of whatever kept a job from running: its own failure speaks, an unexpected one says that it was ours. */
export function toRunError(error: unknown): RunError {
  if (error instanceof ScriptFailure) return clip({ ...error.error, code: error.error.code ?? 'job/script_error' });
  if (error instanceof DependencyFailure) return clip({ code: 'script/dependency_failed', name: 'DependencyFailure', message: error.message, ...(error.line === null ? {} : { line: error.line }) });
  if (isAppError(error)) return clip({ code: error.code, name: 'Error', message: error.message });
  if (error instanceof ToolFailure) return clip({ code: 'job/prepare_failed', name: 'ToolFailure', message: error.message });
  return { code: 'internal', name: 'InternalError', message: 'Millrace itself failed while it ran this job. The log of the worker has the details under the id of the job.' };
}

/** An outcome that failed with an error. */
export const failedWith = (error: unknown): RunOutcome => ({ kind: 'failed', error: toRunError(error) });

/**
 * Errors are for reading: the head of a message says what matters, and a row must stay small. A cut may split a character, and what did not
 * come from a runner may hold anything: Postgres takes neither half surrogates nor NUL.
 */
export function clip(error: RunError): RunError {
  const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text).replaceAll('\0', '').toWellFormed();
  return { ...error, name: cut(error.name, longestName), message: cut(error.message, longestMessage), ...(error.stack === undefined ? {} : { stack: cut(error.stack, longestStack) }) };
}
