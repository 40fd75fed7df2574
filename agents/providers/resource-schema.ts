import { AppError } from '../../backend/common/app-error.ts';
import type { JsonObject } from '../../backend/common/json.ts';

/** A field that is stored encrypted and never shown again. */
export const secretField = (title: string): JsonObject => ({ type: 'string', title, 'x-ui': { secret: true } });

/** The address of an API, with the one that is used when nothing is said. */
export const addressField = (address?: string): JsonObject => ({
  type: 'string',
  title: 'API address',
  format: 'uri',
  pattern: '^https?://',
  ...(address === undefined ? {} : { default: address }),
});

/** A plain text field. */
export const textField = (title: string, more: JsonObject = {}): JsonObject => ({ type: 'string', title, ...more });

/** The schema of a resource with these fields and no others, so that a misspelt one is seen. */
export function resourceSchema(properties: Record<string, JsonObject>, required: string[]): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties, required, additionalProperties: false };
}

/** Reads a text of a resource; an empty one counts as absent. */
export const textOf = (value: JsonObject, name: string, fallback = ''): string =>
  typeof value[name] === 'string' && value[name] !== '' ? value[name] : fallback;

/** Reads an address without the slash at its end. */
export const addressOf = (value: JsonObject, name: string, fallback: string): string => textOf(value, name, fallback).replace(/\/+$/, '');

/**
 * Reads a text that has to be there. The packages of providers would otherwise take the key of the server's own environment, which
 * is not the workspace's to use.
 */
export function requiredText(value: JsonObject, name: string, provider: string): string {
  const text = textOf(value, name);
  if (text === '') throw new AppError('agent/resource_invalid', `The resource for ${provider} has no \`${name}\`. Fill it in and try again.`, { field: name });
  return text;
}
