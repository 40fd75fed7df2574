/**
 * Hands over an answer when the notices before it have been handled: the SDK takes those in a later microtask, and would drop progress that
 * arrives together with the answer.
 */
export function afterNotices(handOver: () => void): void {
  setImmediate(handOver);
}
