import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { BoundedCache } from '../common/bounded-cache.ts';
import { sha256 } from '../common/canonical-json.ts';
import type { JsonObject } from '../common/json.ts';

/** What is wrong at one place of a value. The message never repeats the value: it may be a secret. */
export type SchemaProblem = { pointer: string; message: string };

/** A schema of JSON Schema 2020-12, ready to check values. */
export type Validator = {
  /** Fills in defaults in place, then tells what is wrong; nothing when the value is right. */
  check(value: unknown): SchemaProblem[];
};

/** `coerce` turns the strings of a query into numbers and booleans where the schema wants those. */
export type ValidatorOptions = { coerce?: boolean };

const shownProblems = 20;
const common = { strict: false, allErrors: true, verbose: true, useDefaults: true, logger: false, ownProperties: true } as const;
const strictTypes = withFormats(new Ajv2020(common));
const coercing = withFormats(new Ajv2020({ ...common, coerceTypes: true }));
const compiled = new BoundedCache<ValidateFunction>(1000);
const compiledOf = { strict: new WeakMap<object, Validator>(), coerce: new WeakMap<object, Validator>() };

/** The types are those of a CommonJS default export. */
function withFormats(ajv: Ajv2020): Ajv2020 {
  const add = (typeof formats === 'function' ? formats : (formats as { default: unknown }).default) as (instance: Ajv2020) => unknown;
  add(ajv);
  return ajv;
}

/**
 * Compiles a schema, once: the same object is found at once, an equal one by its hash. Throws when it is not a schema.
 *
 * The strings `$res:<path>` and `$var:<path>` pass where an object, or a string, is wanted: they stand for values that are put
 * in later.
 */
export function validatorFor(schema: JsonObject, { coerce = false }: ValidatorOptions = {}): Validator {
  const known = coerce ? compiledOf.coerce : compiledOf.strict;
  const found = known.get(schema);
  if (found) return found;
  const validate = compile(schema, coerce);
  const validator: Validator = {
    check(value) {
      if (validate(value)) return [];
      const errors = validate.errors ?? [];
      const accepted = new Set(errors.filter(isAwaitedReference).map(({ instancePath }) => instancePath));
      return unique(errors.filter(({ instancePath }) => !accepted.has(instancePath)).map(toProblem)).slice(0, shownProblems);
    },
  };
  known.set(schema, validator);
  return validator;
}

function compile(schema: JsonObject, coerce: boolean): ValidateFunction {
  const key = `${coerce ? 'coerce' : 'strict'} ${sha256(JSON.stringify(schema))}`;
  const cached = compiled.get(key);
  if (cached) return cached;
  const ajv = coerce ? coercing : strictTypes;
  const validate = ajv.compile(schema);
  // Ajv keeps every schema for ever; ours are cached here, with a bound.
  ajv.removeSchema(schema);
  compiled.set(key, validate);
  return validate;
}

const reference = /^\$(res|var):[uf]\/[A-Za-z0-9_./-]+$/;

/** Whether a string stands for a resource or a variable. */
export const isReference = (value: unknown): value is string => typeof value === 'string' && reference.test(value);

/** A schema that wants an object takes a resource, one that wants a string takes a variable; a branch of a union is enough. */
function isAwaitedReference({ data, parentSchema, keyword }: ErrorObject): boolean {
  if (!isReference(data) || keyword === 'anyOf' || keyword === 'oneOf') return false;
  const type: unknown = (parentSchema as { type?: unknown } | undefined)?.type;
  const wanted = data.startsWith('$res:') ? 'object' : 'string';
  return type === undefined || type === wanted || (Array.isArray(type) && type.includes(wanted));
}

function toProblem({ instancePath, keyword, params, message }: ErrorObject): SchemaProblem {
  const below = (property: unknown): string => `${instancePath}/${String(property).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues } = params as Record<string, unknown>;
  if (keyword === 'required') return { pointer: below(missingProperty), message: 'is required' };
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return { pointer: below(additionalProperty ?? unevaluatedProperty), message: 'is not known' };
  if (keyword === 'enum' && Array.isArray(allowedValues)) return { pointer: instancePath, message: `must be one of ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}` };
  return { pointer: instancePath, message: message ?? 'is not valid' };
}

/** A union reports each of its branches; one line per place and message is enough. */
function unique(problems: readonly SchemaProblem[]): SchemaProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.pointer} ${problem.message}`, problem])).values()];
}
