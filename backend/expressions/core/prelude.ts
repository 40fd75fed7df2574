/**
 * Runs once in a context before any expression: takes away what is not deterministic or not bounded, freezes everything that
 * is left, and returns the function that calls an expression. Because nothing that an expression can reach can be changed,
 * the context serves all evaluations and none leaves a trace for the next (a fresh one for each costs ten times as much).
 *
 * - The clock is the `now` of the evaluation, and the time zone is UTC, so that a replay gives the same value anywhere.
 * - `Math.random` is refused for the same reason.
 * - Code from text (`eval`, the constructors of functions) is gone, though even that could not leave the engine.
 * - Work that the engine does in one go, without asking for the time, is bounded by size: arrays have at most a million
 *   elements, searches in text stop before they would take seconds.
 */
export const prelude = /* js */ `(function (global) {
  'use strict';
  const { stringify, parse } = JSON;
  const { freeze, getOwnPropertyNames, getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Object;
  const { isArray } = Array;
  const { apply, ownKeys } = Reflect;
  const { iterator } = Symbol;
  let nowMs = 0;
  const RealDate = Date, RealArray = Array;
  const longestArray = 1e6, largestSearch = 5e7;
  const hide = (object, name, value) => defineProperty(object, name, { value, writable: false, enumerable: false, configurable: false });

  for (const sample of [function () {}, function* () {}, async function () {}, async function* () {}]) hide(getPrototypeOf(sample), 'constructor', undefined);
  for (const name of ['eval', 'Function', 'Reflect', 'Proxy', 'Promise', 'globalThis', 'gc', 'SharedArrayBuffer', 'ArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'AsyncIterator', 'performance', 'DataView', 'BigInt',
    'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'queueMicrotask', 'escape', 'unescape', 'Symbol', 'DisposableStack', 'AsyncDisposableStack', 'WeakMap', 'WeakSet']) delete global[name];
  hide(Math, 'random', () => { throw new TypeError('Math.random is not available: an expression gives the same value whenever it is replayed'); });

  const tooLong = (what) => new RangeError(what + ' is larger than an expression may handle');
  const fits = (value) => !isArray(value) || value.length <= longestArray;
  // A loop and not a method, because the methods themselves are guarded by it.
  const allFit = (values) => { for (let index = 0; index < values.length; index++) if (!fits(values[index])) return false; return true; };
  for (const name of getOwnPropertyNames(RealArray.prototype)) {
    const original = RealArray.prototype[name];
    if (name === 'constructor' || typeof original !== 'function') continue;
    hide(RealArray.prototype, name, function (...args) {
      if (!isArray(this)) throw new TypeError('Array methods work on arrays only');
      if (!fits(this) || !allFit(args) || (name === 'flat' && !allFit(this))) throw tooLong('This array');
      return apply(original, this, args);
    });
  }
  hide(RealArray, 'from', ((from) => (source, map) => {
    if (typeof source === 'object' && source !== null && source.length > longestArray) throw tooLong('This array');
    return map === undefined ? from(source) : from(source, map);
  })(RealArray.from.bind(RealArray)));
  for (const name of ['indexOf', 'lastIndexOf', 'includes', 'split', 'replace', 'replaceAll', 'startsWith', 'endsWith']) {
    const original = String.prototype[name];
    hide(String.prototype, name, function (search, ...rest) {
      if (typeof search === 'string' && search.length > 1 && search.length * String(this).length > largestSearch) throw tooLong('This search');
      return apply(original, this, [search, ...rest]);
    });
  }

  const hasZone = (text) => /(z|gmt|utc|[+-]\\d\\d:?\\d\\d)\\s*$/i.test(text) || /^\\s*[+-]?\\d{4,6}(-\\d\\d){0,2}\\s*$/.test(text);
  const utcText = (text) => (hasZone(text) ? text : /^\\s*\\d{4}-\\d\\d-\\d\\d[Tt ]/.test(text) ? text.trim().replace(' ', 'T') + 'Z' : text + ' UTC');
  const parseDate = (value) => (typeof value === 'string' ? RealDate.parse(utcText(value)) : value instanceof RealDate ? value.getTime() : Number(value));
  function FixedDate(...parts) {
    const time = parts.length === 0 ? nowMs : parts.length === 1 ? parseDate(parts[0]) : RealDate.UTC(...parts);
    return new.target === undefined ? new RealDate(time).toString() : new RealDate(time);
  }
  FixedDate.now = () => nowMs;
  FixedDate.UTC = RealDate.UTC;
  FixedDate.parse = (text) => RealDate.parse(utcText(String(text)));
  const dates = RealDate.prototype;
  for (const part of ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']) {
    hide(dates, 'get' + part, dates['getUTC' + part]);
    if (part !== 'Day') hide(dates, 'set' + part, dates['setUTC' + part]);
  }
  const isoOf = dates.toISOString;
  const textOf = function () { return isNaN(this.getTime()) ? 'Invalid Date' : apply(isoOf, this, []); };
  for (const name of ['toString', 'toLocaleString', 'toUTCString']) hide(dates, name, textOf);
  for (const name of ['toDateString', 'toLocaleDateString']) hide(dates, name, function () { return apply(textOf, this, []).slice(0, 10); });
  for (const name of ['toTimeString', 'toLocaleTimeString']) hide(dates, name, function () { return apply(textOf, this, []).slice(11, 19); });
  hide(dates, 'getTimezoneOffset', () => 0);
  hide(dates, 'constructor', FixedDate);
  FixedDate.prototype = dates;
  global.Date = FixedDate;

  const GuardedArray = function (...items) {
    if (items.length === 1 && typeof items[0] === 'number' && items[0] > longestArray) throw tooLong('This array');
    return new RealArray(...items);
  };
  for (const name of ['from', 'of', 'isArray']) GuardedArray[name] = RealArray[name];
  GuardedArray.prototype = RealArray.prototype;
  hide(RealArray.prototype, 'constructor', GuardedArray);
  global.Array = GuardedArray;

  const seen = new Set();
  const freezeAll = (value) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    freeze(value);
    freezeAll(getPrototypeOf(value));
    for (const name of ownKeys(value)) {
      const { value: held, get, set } = getOwnPropertyDescriptor(value, name);
      for (const part of [held, get, set]) freezeAll(part);
    }
  };
  const hidden = [function () {}, function* () {}, async function () {}, async function* () {}, (function* () {})(), [][iterator](), new Map()[iterator](), new Set()[iterator](), ''[iterator](), 'a'.matchAll(/a/g), new Date(0), /a/, new Error('')];
  for (const value of hidden) freezeAll(getPrototypeOf(value));
  freezeAll(global);

  return (expression, json, now) => {
    nowMs = now;
    const { scope, lookups } = parse(json);
    const value = stringify(expression(scope, (path) => lookups.variable[path], (path) => lookups.resource[path]));
    return value === undefined ? 'null' : value;
  };
})`;
