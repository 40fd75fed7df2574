import { QueryFailedError } from 'typeorm';

/** Whether a statement failed because a row with the same key was there: two requests made the same thing at once. */
export function isUniqueViolation(error: unknown): boolean {
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof driverError === 'object' && driverError !== null && (driverError as { code?: unknown }).code === '23505';
}
