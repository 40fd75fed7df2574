/**
 * Whether a value has itself for a part, at any depth: what an anchor of YAML can say and JSON cannot. `around` are the objects on the
 * way down, so that one object in two places is no circle.
 */
export function containsItself(value: unknown, around: ReadonlySet<object> = new Set()): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (around.has(value)) return true;
  const within = new Set(around).add(value);
  return Object.values(value).some((part) => containsItself(part, within));
}
