import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError } from './app-error.ts';

const mostProblems = 20;
/** Deeper places are cut: a pointer is for reading. */
const longestPointer = 200;

/** Turns what a schema says about a body or a query into `request/invalid` with JSON pointers. */
export function requestInvalid(issues: readonly StandardSchemaV1.Issue[]): AppError {
  const problems = issues.flatMap(problemsOf).slice(0, mostProblems);
  const first = problems[0];
  const place = first && first.pointer !== '' ? ` at ${first.pointer}` : '';
  return new AppError('request/invalid', `The request is not valid${place}: ${first?.message ?? 'it does not match the schema'}.`, { problems });
}

/** A field that is not known has its own place, although the schema reports it about the object that holds it. */
function problemsOf(issue: StandardSchemaV1.Issue): { pointer: string; message: string }[] {
  const { code, keys } = issue as { code?: unknown; keys?: unknown };
  if (code !== 'unrecognized_keys' || !Array.isArray(keys)) return [{ pointer: pointerOf(issue.path), message: issue.message }];
  return keys.map((key) => ({ pointer: pointerOf([...(issue.path ?? []), String(key)]), message: 'this field is not known' }));
}

/** JSON pointer (RFC 6901) of an issue's path. */
function pointerOf(path: StandardSchemaV1.Issue['path']): string {
  return (path ?? []).map((part) => `/${String(typeof part === 'object' ? part.key : part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('').slice(0, longestPointer);
}
