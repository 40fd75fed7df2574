/** What the log keeps of an error. */
export type LoggedError = { type: string; message: string; code?: string; stack?: string; cause?: LoggedError; errors?: LoggedError[] };

const deepestCause = 4;

/**
 * What the log may say of an error: never its other fields, because database drivers put parameters and rows there, and body
 * parsers the body.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const { name, message, code, stack, cause, errors } = error as { name?: unknown; message?: unknown; code?: unknown; stack?: unknown; cause?: unknown; errors?: unknown };
  return {
    type: String(name ?? 'Error'),
    message: String(message ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(cause !== undefined && depth < deepestCause ? { cause: loggedError(cause, depth + 1) } : {}),
    ...(Array.isArray(errors) && depth < deepestCause ? { errors: errors.slice(0, 3).map((each) => loggedError(each, depth + 1)) } : {}),
  };
}
