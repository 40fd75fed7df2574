import { z } from 'zod';
import type { ComponentDefinition } from '../../../components/component.ts';

/** A list longer than this is taken as it comes: checking every row at every change would cost more than drawing them. */
const longestChecked = 500;

const defaults = new WeakMap<ComponentDefinition, Readonly<Record<string, unknown>>>();

/** Default of each prop that has one. */
export function defaultsOf(definition: ComponentDefinition): Readonly<Record<string, unknown>> {
  const known = defaults.get(definition);
  if (known) return known;
  const found: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(definition.props.shape)) {
    const parsed = z.safeParse(schema, undefined);
    if (parsed.success && parsed.data !== undefined) found[name] = parsed.data;
  }
  defaults.set(definition, found);
  return found;
}

/** A computed prop as its component gets it: the default where there is nothing, and where the value does not fit, with the reason. */
export function fittingProp(definition: ComponentDefinition, name: string, value: unknown): { value: unknown; problem: string | null } {
  const schema = definition.props.shape[name];
  if (!schema || (Array.isArray(value) && value.length > longestChecked)) return { value, problem: null };
  if (value === null || value === undefined) {
    const isNullable = value === null && z.safeParse(schema, null).success;
    return { value: isNullable ? null : defaultsOf(definition)[name], problem: null };
  }
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return { value: parsed.data, problem: null };
  if (holdsExpression(value)) return { value, problem: null };
  const [issue] = parsed.error.issues;
  return { value: defaultsOf(definition)[name], problem: `${name}: ${issue?.message ?? 'does not fit'}` };
}

/** What a component exposes before it was drawn: its default value, and nothing chosen or changed. */
export function initialState(definition: ComponentDefinition, props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(definition.state.shape)) state[field] = emptyOf(schema as z.ZodType);
  if ('value' in definition.state.shape && 'value' in props) state['value'] = props['value'];
  if ('rows' in definition.state.shape && Array.isArray(props['rows'])) state['rows'] = props['rows'];
  return {
    ...state,
    is_visible: props['hidden'] !== true,
    is_disabled: props['disabled'] === true,
    is_loading: props['loading'] === true,
    ...('is_valid' in state ? { is_valid: true } : {}),
  };
}

function emptyOf(schema: z.ZodType): unknown {
  // Of several states, the first one named is that in which nothing happened yet.
  const candidates: unknown[] = [null, false, '', 0, [], {}, ...(schema instanceof z.ZodEnum ? schema.options : [])];
  const found = candidates.find((candidate) => schema.safeParse(candidate).success);
  if (found === undefined && schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, inner]) => [key, emptyOf(inner)]));
  return found ?? null;
}

function holdsExpression(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && Object.keys(value).length === 1 && 'expr' in value) return true;
  return Object.values(value).some(holdsExpression);
}
