/** Whether two JSON values are equal. The order of keys does not count; `1` and `"1"` are different. */
export function isEqualJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || Array.isArray(left) !== Array.isArray(right)) return false;
  const [leftKeys, rightKeys] = [Object.keys(left), Object.keys(right)];
  return leftKeys.length === rightKeys.length && leftKeys.every((key) => Object.hasOwn(right, key) && isEqualJson((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]));
}
