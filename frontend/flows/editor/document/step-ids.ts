import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import { reservedStepIds } from '../../../../backend/flows/core/step-id.ts';
import type { FlowModule, FlowValue } from '../../../../backend/flows/flow.contract.ts';
import { CommandRefused } from './flow-document.ts';

/** All ids of a flow, also those that stand twice. */
export const idsOf = (value: FlowValue): ReadonlySet<string> => new Set(defineFlow(value).steps.keys());

/** A short id that no step has: the wished one, made fit and numbered where needed, or the next letter. */
export function freeId(taken: ReadonlySet<string>, wish = ''): string {
  const base = wish
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .replace(/_+$/, '')
    .slice(0, 40);
  const isFree = (id: string): boolean => !taken.has(id) && !reservedStepIds.has(id);
  if (base === '') {
    for (let number = 0; ; number += 1) if (isFree(letters(number))) return letters(number);
  }
  if (isFree(base)) return base;
  for (let number = 2; ; number += 1) if (isFree(`${base}_${number}`)) return `${base}_${number}`;
}

function letters(number: number): string {
  const last = String.fromCodePoint(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last;
}

/** Why a text cannot be the id of a step; null where it can. */
export function problemOfId(id: string, taken: ReadonlySet<string>): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(id)) return 'Letters, digits and _, beginning with a letter: expressions read the result as results.<id>';
  if (id.length > 100) return 'At most 100 characters';
  if (reservedStepIds.has(id)) return `${id} is a reserved word`;
  return taken.has(id) ? `There is another step ${id}` : null;
}

/** Refuses an id that cannot be used. */
export function requireId(id: string, taken: ReadonlySet<string>): void {
  const problem = problemOfId(id, taken);
  if (problem !== null) throw new CommandRefused(`${problem}.`);
}

/** Ids of the given steps and of all below them, in the order in which they are read. */
export function idsWithin(steps: readonly FlowModule[]): string[] {
  return [...defineFlow({ modules: [...steps] }).steps.keys()];
}
