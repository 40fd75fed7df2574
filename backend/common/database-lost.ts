/** SQLSTATE classes and socket errors that mean: the server is away, the same statement may work in a moment. */
const codes = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

/** Messages of `pg` for a connection that ended under a query; they carry no code. */
const messages = /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|terminating connection/i;

/** Whether an error means that the database cannot be reached right now, as opposed to a wrong statement. */
export function isDatabaseLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, cause, driverError, errors } = error as { code?: unknown; message?: unknown; cause?: unknown; driverError?: unknown; errors?: unknown };
  if (typeof code === 'string' && codes.has(code)) return true;
  if (typeof message === 'string' && messages.test(message)) return true;
  return isDatabaseLost(driverError) || isDatabaseLost(cause) || (Array.isArray(errors) && errors.some(isDatabaseLost));
}
