import type { ReactNode } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { SchemaForm } from '../../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../../schema-form/useSchemaForm.ts';
import { FormSummary } from '../../ui/FormParts.tsx';
import classes from './Conversation.module.css';

/** The inputs of an agent besides what a person writes; null where there are none. */
export function otherInputs(schema: JsonObject): JsonObject | null {
  const { message: _message, ...properties } = (schema['properties'] ?? {}) as JsonObject;
  if (Object.keys(properties).length === 0) return null;
  const required = (Array.isArray(schema['required']) ? schema['required'] : []).filter((name) => name !== 'message');
  return { ...schema, properties, required };
}

/** Asks for the other inputs of an agent before the first message. */
export function AgentInputs({ schema, control }: { schema: JsonObject; control: { current: (() => JsonObject | null) | null } }): ReactNode {
  const form = useSchemaForm({ schema, submit: () => Promise.resolve() });
  control.current = () => (form.check() ? (form.value as JsonObject) : null);
  return (
    <section className={classes.inputs} aria-label="What the agent needs to know">
      <FormSummary problems={form.summary} error={form.error} />
      <SchemaForm {...form.form} hasJsonView={false} />
    </section>
  );
}
