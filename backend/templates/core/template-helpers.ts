import { isTruthy } from './template-scope.ts';

/** Functions that a template may call. None of them runs code, reads anything, or has an effect. */
export const templateHelpers: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  and: (...values) => values.every(isTruthy),
  default: (value, otherwise) => (value === undefined || value === null || value === '' ? otherwise : value),
  eq: (left, right) => left === right,
  gt: (left, right) => Number(left) > Number(right),
  gte: (left, right) => Number(left) >= Number(right),
  join: (values, between) => (Array.isArray(values) ? values.map(textOfValue).join(typeof between === 'string' ? between : ', ') : textOfValue(values)),
  json: (value) => JSON.stringify(value, null, 2) ?? '',
  length: (value) =>
    Array.isArray(value) || typeof value === 'string' ? value.length : typeof value === 'object' && value !== null ? Object.keys(value).length : 0,
  lt: (left, right) => Number(left) < Number(right),
  lte: (left, right) => Number(left) <= Number(right),
  ne: (left, right) => left !== right,
  not: (value) => !isTruthy(value),
  or: (...values) => values.some(isTruthy),
};

/** A value as text: nothing for what is not there, JSON for what is not plain. */
export function textOfValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
