/** Whether a statement failed because a row with that key is there already; `constraint` narrows to one index. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, constraint: violated, driverError } = error as { code?: unknown; constraint?: unknown; driverError?: unknown };
  if (code === '23505') return constraint === undefined || violated === constraint;
  return driverError !== undefined && driverError !== error && isUniqueViolation(driverError, constraint);
}
