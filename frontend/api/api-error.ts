/** Codes that the client makes itself, when there is no answer to take one from. */
export const clientCodes = { unreachable: 'client/unreachable', unreadable: 'client/unreadable_answer' } as const;

/** What the API says when it refuses, as one error that pages can show: what happened, why, what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
    readonly status: number,
    readonly requestId: string | null,
    /** Seconds after which the server asks to try again. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }

  /** The JSON pointer of the field that is at fault, when the server names one. */
  get pointer(): string | null {
    const pointer = this.details['pointer'];
    return typeof pointer === 'string' ? pointer : null;
  }
}

/** Whether an error is an {@link ApiError}, by any of its codes when codes are given. */
export function isApiError(error: unknown, ...codes: string[]): error is ApiError {
  return error instanceof ApiError && (codes.length === 0 || codes.includes(error.code));
}

/** One problem of an input: where (a JSON pointer, `''` for the whole) and what. */
export type FieldProblem = { pointer: string; message: string };

/** Every problem of an input that an error carries: `details.problems`, or `details.pointer` with the message. */
export function problemsOf(error: unknown): FieldProblem[] {
  if (!(error instanceof ApiError)) return [];
  const listed = error.details['problems'] ?? error.details['issues'];
  if (Array.isArray(listed)) return listed.flatMap(readProblem);
  return error.pointer === null ? [] : [{ pointer: error.pointer, message: error.message }];
}

/** What the server says of a value ("must be a number") as it stands alone under a field. */
export function atField(message: string): string {
  return message === 'is required' ? 'This is needed' : message.charAt(0).toUpperCase() + message.slice(1);
}

function readProblem(entry: unknown): FieldProblem[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { pointer, message, path } = entry as { pointer?: unknown; message?: unknown; path?: unknown };
  if (typeof message !== 'string') return [];
  if (typeof pointer === 'string') return [{ pointer, message }];
  if (Array.isArray(path)) return [{ pointer: path.map((part) => `/${String(part)}`).join(''), message }];
  return [{ pointer: '', message }];
}
