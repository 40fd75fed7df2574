import { formatPlural } from '../ui/format.ts';

/** What a folder holds, in words: `6 scripts, 1 resource`. */
export function wordsOfCounts(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => formatPlural(count, kind.replaceAll('_', ' ')));
  return parts.length === 0 ? 'Nothing yet' : parts.join(', ');
}

/** Whether a level contains another one. */
export function contains(level: string | null, wanted: 'read' | 'write' | 'owner'): boolean {
  const order = ['read', 'write', 'owner'];
  return level !== null && order.indexOf(level) >= order.indexOf(wanted);
}
