import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';

/**
 * Refuses arguments that are larger than a job may carry, with `job/args_too_large`. The limit of a request's body is wider, as it also
 * holds other things, and not all arguments come by a request: those of steps are computed.
 */
export function requireArgumentSize(args: JsonObject, limitKb: number): void {
  if (Buffer.byteLength(JSON.stringify(args)) <= limitKb * 1024) return;
  throw new AppError(
    'job/args_too_large',
    `The arguments are larger than ${limitKb} KB. Pass a reference to the data instead, or have MILLRACE_MAX_ARGS_KB raised.`,
    { limit_kb: limitKb },
  );
}
