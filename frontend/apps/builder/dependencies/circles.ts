import type { Signal } from '../../../../backend/apps/core/signals.ts';

/**
 * Tells which signals follow from each other for ever: whether one that follows from the other also leads back to it. By Tarjan's strongly connected
 * components, so that every circle is found and not only the first.
 */
export function circles(sources: ReadonlyMap<Signal, readonly Signal[]>): (source: Signal, target: Signal) => boolean {
  const order = new Map<Signal, number>();
  const lowest = new Map<Signal, number>();
  const groups = new Map<Signal, number>();
  const stack: Signal[] = [];
  const visit = (signal: Signal): void => {
    order.set(signal, order.size);
    lowest.set(signal, order.size - 1);
    stack.push(signal);
    for (const source of sources.get(signal) ?? []) {
      if (!order.has(source)) visit(source);
      if (!groups.has(source)) lowest.set(signal, Math.min(lowest.get(signal) ?? 0, lowest.get(source) ?? 0));
    }
    if (lowest.get(signal) !== order.get(signal)) return;
    const members = stack.splice(stack.indexOf(signal));
    const group = groups.size;
    for (const member of members) groups.set(member, group);
  };
  for (const signal of sources.keys()) if (!order.has(signal)) visit(signal);
  return (source, target) => groups.has(source) && groups.get(source) === groups.get(target) && (sources.get(target) ?? []).includes(source);
}
