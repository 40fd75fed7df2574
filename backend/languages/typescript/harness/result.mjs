import { Buffer } from 'node:buffer';
import { RunnerError } from './failure.mjs';

/** Deeper than anyone reads, and far from where the stack ends, here and in Postgres. */
const deepest = 900;
const longestPointer = 200;

/** Says that a property has no value and is left out, as JSON does it. */
const absent = Symbol('absent');

/**
 * The JSON value of what `main` returned. Nothing is changed silently: what JSON cannot carry (a cycle, a BigInt, NaN, a
 * function) fails with the place where it stands. Dates become ISO text, Map an object, Set an array, bytes base64.
 */
export function toJsonValue(value) {
  try {
    const converted = convert(value, []);
    return converted === absent ? null : converted;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const whole = error.path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const pointer = whole.length > longestPointer ? `${whole.slice(0, longestPointer)}…` : whole;
    throw new RunnerError('job/result_invalid', 'ResultError', `The result is not JSON: ${error.reason} ${pointer === '' ? 'is the result itself' : `stands at ${pointer}`}. ${error.advice}`);
  }
}

class Invalid extends Error {
  constructor(reason, advice) {
    super(reason);
    this.reason = reason;
    this.advice = advice;
    this.path = [];
  }
}

function convert(value, ancestors) {
  switch (typeof value) {
    case 'string': case 'boolean': return value;
    case 'undefined': return absent;
    case 'number':
      if (!Number.isFinite(value)) throw new Invalid(`the number ${value}`, 'Return null or a string in its place.');
      return value;
    case 'bigint': throw new Invalid('a BigInt', 'Convert it with String(value), or with Number(value) where it is small.');
    case 'function': throw new Invalid(`a function${value.name ? ` (${value.name})` : ''}`, 'Return what it gives, or leave it out.');
    case 'symbol': throw new Invalid('a symbol', 'Return a string in its place.');
    default: return value === null ? null : convertObject(value, ancestors);
  }
}

function convertObject(value, ancestors) {
  if (ancestors.includes(value)) throw new Invalid('a reference to an object that contains it (a cycle)', 'Return a copy without it.');
  if (ancestors.length >= deepest) throw new Invalid(`an object nested deeper than ${deepest} levels`, 'Return something flatter.');
  ancestors.push(value);
  const converted = Array.isArray(value) ? convertItems(value, ancestors) : convertSpecial(value, ancestors);
  ancestors.pop();
  return converted;
}

function convertSpecial(value, ancestors) {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new Invalid('an invalid Date', 'Check what the date is made from.');
    return value.toISOString();
  }
  if (value instanceof Map) return convertEntries([...value].map(([key, part]) => [String(key), part]), ancestors);
  if (value instanceof Set) return convertItems([...value], ancestors);
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64');
  if (ArrayBuffer.isView(value)) return convertView(value, ancestors);
  if (value instanceof Promise) throw new Invalid('a promise', 'Await it before it is returned.');
  if (typeof value.toJSON === 'function') return convert(value.toJSON(), ancestors);
  if (value instanceof Error) return convertEntries([['name', value.name], ['message', value.message], ...Object.entries(value)], ancestors);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return convert(value.valueOf(), ancestors);
  return convertEntries(Object.entries(value), ancestors);
}

function convertView(value, ancestors) {
  if (value instanceof Uint8Array || value instanceof DataView) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return convertItems([...value], ancestors);
}

function convertItems(items, ancestors) {
  const list = new Array(items.length);
  for (let index = 0; index < items.length; index += 1) {
    const part = convertAt(index, items[index], ancestors);
    list[index] = part === absent ? null : part;
  }
  return list;
}

function convertEntries(entries, ancestors) {
  const object = {};
  for (const [key, part] of entries) {
    const converted = convertAt(key, part, ancestors);
    if (converted === absent) continue;
    if (key === '__proto__') Object.defineProperty(object, key, { value: converted, enumerable: true, configurable: true, writable: true });
    else object[key] = converted;
  }
  return object;
}

function convertAt(key, part, ancestors) {
  try {
    return convert(part, ancestors);
  } catch (error) {
    if (error instanceof Invalid) error.path.unshift(key);
    throw error;
  }
}
