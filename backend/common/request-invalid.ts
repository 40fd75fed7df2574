import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError } from './app-error.ts';

/** Turns what a schema says about a body or a query into `request/invalid` with JSON pointers. */
export function requestInvalid(issues: readonly StandardSchemaV1.Issue[]): AppError {
  const problems = issues.slice(0, 20).map((issue) => ({ pointer: pointerOf(issue.path), message: issue.message }));
  const first = problems[0];
  const place = first && first.pointer !== '' ? ` at ${first.pointer}` : '';
  return new AppError('request/invalid', `The request is not valid${place}: ${first?.message ?? 'it does not match the schema'}.`, { problems });
}

/** JSON pointer (RFC 6901) of an issue's path. */
function pointerOf(path: StandardSchemaV1.Issue['path']): string {
  return (path ?? []).map((part) => `/${String(typeof part === 'object' ? part.key : part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
