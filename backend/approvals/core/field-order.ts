import type { JsonObject } from '../../common/json.ts';
import type { RunApproval } from '../approvals.contract.ts';

/** Writes the order of the fields of forms down: settings lie in the database as jsonb, which keeps no order of keys. */
export function withFieldOrder(value: RunApproval): RunApproval {
  const { form } = value.approval;
  if (form.approve === null && form.reject === null) return value;
  return { ...value, approval: { ...value.approval, form: { approve: ordered(form.approve), reject: ordered(form.reject) } } };
}

function ordered(schema: JsonObject | null): JsonObject | null {
  if (schema === null || !isObject(schema['properties'])) return schema;
  const names = Object.keys(schema['properties']);
  const properties = Object.fromEntries(Object.entries(schema['properties']).map(([name, field]) => [name, isObject(field) ? ordered(field) : field]));
  const hints = isObject(schema['x-ui']) ? schema['x-ui'] : {};
  const isKept = names.join('\n') === inStoredOrder(names).join('\n') || Array.isArray(hints['order']) || Array.isArray(schema['order']);
  return { ...schema, properties, ...(isKept ? {} : { 'x-ui': { ...hints, order: names } }) };
}

/** Shorter keys first, then by their bytes: as jsonb has them. */
const inStoredOrder = (names: readonly string[]): string[] =>
  [...names].sort((left, right) => Buffer.byteLength(left) - Buffer.byteLength(right) || Buffer.compare(Buffer.from(left), Buffer.from(right)));

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
