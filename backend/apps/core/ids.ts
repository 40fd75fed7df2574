import { languageNames } from '../../expressions/core/names.ts';
import type { AppDocument } from '../app.contract.ts';
import { builtInNames } from './expressions.ts';
import { indexOf } from './tree.ts';

const reserved: ReadonlySet<string> = new Set([
  ...builtInNames,
  ...languageNames,
  'variable',
  'resource',
  'true',
  'false',
  'null',
  'this',
  'if',
  'else',
  'return',
  'const',
  'in',
  'new',
]);

/** Whether a component or action cannot have the name: it is one already, or means something in expressions. */
export function isIdTaken(document: AppDocument, id: string): boolean {
  return reserved.has(id) || indexOf(document).has(id) || document.actions.some((action) => action.id === id);
}

/** A name for a new component or action: the wish itself, or with the first number that is free (`orders`, `orders2`). */
export function freeId(document: AppDocument, wish: string, alsoTaken: ReadonlySet<string> = new Set()): string {
  const isFree = (id: string): boolean => !isIdTaken(document, id) && !alsoTaken.has(id);
  const stem = wish.replace(/\d+$/, '') || wish;
  if (isFree(wish)) return wish;
  for (let number = 2; ; number += 1) if (isFree(`${stem}${number}`)) return `${stem}${number}`;
}
