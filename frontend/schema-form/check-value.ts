import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { FieldProblem } from '../api/api-error.ts';
import { below, isHiddenSecret, isReference, isSame, resolve, type Schema } from './schema.ts';

type Problems = FieldProblem[];

const typeChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  null: 'nothing',
  array: 'a list',
  object: 'an object',
};
const formatWords: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  date: 'a date',
  time: 'a time',
  'date-time': 'a date with a time',
  uri: 'an address such as https://example.com',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  hostname: 'the name of a host',
};

const typesOf = (schema: Schema): string[] => (schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type]);

/**
 * What is wrong with a value, by JSON pointer and in words. The rules are those of the server's validator; this one
 * interprets the schema, because the content security policy allows no generated code.
 */
export function checkValue(schema: Schema, value: unknown, root: Schema = schema, pointer = ''): Problems {
  const rule = resolve(schema, root);
  if (value === undefined) return [];
  if (isHiddenSecret(value) && typesOf(rule).includes('string')) return [];
  if (isReference(value)) {
    const wanted = value.startsWith('$res:') ? 'object' : 'string';
    const types = typesOf(rule);
    if (types.includes(wanted) || (types.length === 0 && (rule.anyOf ?? rule.oneOf) === undefined)) return [];
  }
  const types = typesOf(rule);
  if (types.length > 0 && !types.some((type) => typeChecks[type]?.(value)))
    return [
      {
        pointer,
        message: `Must be ${types
          .filter((type) => type !== 'null')
          .map((type) => typeWords[type] ?? type)
          .join(' or ')}`,
      },
    ];
  return [
    ...checkChoice(rule, value, pointer),
    ...checkText(rule, value, pointer),
    ...checkNumber(rule, value, pointer),
    ...checkList(rule, value, root, pointer),
    ...checkObject(rule, value, root, pointer),
    ...checkBranches(rule, value, root, pointer),
  ];
}

function checkChoice(rule: Schema, value: unknown, pointer: string): Problems {
  if (rule.enum && !rule.enum.some((choice) => isSame(choice, value)))
    return [{ pointer, message: `Must be one of ${rule.enum.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice))).join(', ')}` }];
  if ('const' in rule && !isSame(rule.const, value)) return [{ pointer, message: `Must be ${JSON.stringify(rule.const)}` }];
  return [];
}

function checkText(rule: Schema, value: unknown, pointer: string): Problems {
  if (typeof value !== 'string') return [];
  const length = [...value].length;
  const problems: Problems = [];
  if (rule.minLength !== undefined && length < rule.minLength) problems.push({ pointer, message: `At least ${rule.minLength} characters` });
  if (rule.maxLength !== undefined && length > rule.maxLength) problems.push({ pointer, message: `At most ${rule.maxLength} characters` });
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(value)) problems.push({ pointer, message: `Must have the form ${rule.pattern}` });
  if (rule.format !== undefined && !hasFormat(rule.format, value))
    problems.push({ pointer, message: `Must be ${formatWords[rule.format] ?? `of the format ${rule.format}`}` });
  return problems;
}

/** A format that nobody knows allows everything, as on the server. */
function hasFormat(name: string, text: string): boolean {
  const format = Object.hasOwn(fullFormats, name) ? fullFormats[name as keyof typeof fullFormats] : true;
  const check: unknown = typeof format === 'object' && format !== null && 'validate' in format ? format.validate : format;
  if (check instanceof RegExp) return check.test(text);
  return typeof check === 'function' && !['int32', 'int64', 'float', 'double'].includes(name) ? Boolean((check as (value: string) => unknown)(text)) : true;
}

function checkNumber(rule: Schema, value: unknown, pointer: string): Problems {
  if (typeof value !== 'number') return [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = rule;
  const problems: Problems = [];
  if (minimum !== undefined && value < minimum) problems.push({ pointer, message: `At least ${minimum}` });
  if (maximum !== undefined && value > maximum) problems.push({ pointer, message: `At most ${maximum}` });
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) problems.push({ pointer, message: `More than ${exclusiveMinimum}` });
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) problems.push({ pointer, message: `Less than ${exclusiveMaximum}` });
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) problems.push({ pointer, message: `A multiple of ${multipleOf}` });
  return problems;
}

function checkList(rule: Schema, value: unknown, root: Schema, pointer: string): Problems {
  if (!Array.isArray(value)) return [];
  const problems: Problems = [];
  if (rule.minItems !== undefined && value.length < rule.minItems)
    problems.push({ pointer, message: `At least ${rule.minItems} ${rule.minItems === 1 ? 'entry' : 'entries'}` });
  if (rule.maxItems !== undefined && value.length > rule.maxItems)
    problems.push({ pointer, message: `At most ${rule.maxItems} ${rule.maxItems === 1 ? 'entry' : 'entries'}` });
  if (rule.uniqueItems && value.some((item, index) => value.slice(0, index).some((other) => isSame(item, other))))
    problems.push({ pointer, message: 'Every entry only once' });
  value.forEach((item: unknown, index) => {
    const itemRule = rule.prefixItems?.[index] ?? (index >= (rule.prefixItems?.length ?? 0) ? rule.items : undefined);
    if (itemRule) problems.push(...checkValue(itemRule, item, root, below(pointer, index)));
  });
  return problems;
}

function checkObject(rule: Schema, value: unknown, root: Schema, pointer: string): Problems {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const object = value as Record<string, unknown>;
  const has = (name: string): boolean => Object.hasOwn(object, name) && object[name] !== undefined;
  const problems: Problems = (rule.required ?? []).filter((name) => !has(name)).map((name) => ({ pointer: below(pointer, name), message: 'This is needed' }));
  for (const [name, item] of Object.entries(object)) {
    if (item === undefined) continue;
    const known = rule.properties && Object.hasOwn(rule.properties, name) ? rule.properties[name] : undefined;
    if (known) problems.push(...checkValue(known, item, root, below(pointer, name)));
    else if (rule.additionalProperties === false) problems.push({ pointer: below(pointer, name), message: 'There is no such field' });
    else if (typeof rule.additionalProperties === 'object') problems.push(...checkValue(rule.additionalProperties, item, root, below(pointer, name)));
  }
  return problems;
}

function checkBranches(rule: Schema, value: unknown, root: Schema, pointer: string): Problems {
  const problems = (rule.allOf ?? []).flatMap((branch) => checkValue(branch, value, root, pointer));
  for (const branches of [rule.anyOf, rule.oneOf]) {
    if (!branches) continue;
    const answers = branches.map((branch) => checkValue(branch, value, root, pointer));
    const fitting = answers.filter((answer) => answer.length === 0).length;
    // The branch with the fewest complaints is the one that was meant.
    if (fitting === 0) problems.push(...(answers.toSorted((one, other) => one.length - other.length)[0] ?? []));
    if (branches === rule.oneOf && fitting > 1) problems.push({ pointer, message: 'Fits more than one of the choices' });
  }
  return problems;
}
