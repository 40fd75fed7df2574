import type { JsonObject } from '../../../../backend/common/json.ts';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { asSchema } from '../../../schema-form/schema.ts';
import type { Place } from '../../graph/layout-types.ts';
import type { FlowDocument } from '../document/flow-document.ts';
import { keyOf } from '../inputs/connect-tree.ts';

/** New steps with what they begin from already connected: a loop goes over the nearest list, a switch decides on the step before it. */
export function overWhatIsThere(
  steps: readonly FlowModule[],
  document: FlowDocument,
  place: Place,
  outputs: Readonly<Record<string, JsonObject>>,
): readonly FlowModule[] {
  const before = stepsBefore(document, place);
  return steps.map((step) => {
    if (step.value.type === 'forloopflow') {
      const expr = nearestList(document, before, outputs);
      return expr === null ? step : { ...step, value: { ...step.value, iterator: { type: 'javascript', expr } } };
    }
    const nearest = before.at(-1);
    if (step.value.type !== 'switch' || !nearest) return step;
    return { ...step, value: { ...step.value, value: { type: 'javascript', expr: `results${keyOf(nearest)}` } } };
  });
}

function stepsBefore({ value }: FlowDocument, { sequence, index }: Place): string[] {
  const found = defineFlow(value).sequences.find(({ pointer }) => pointer === sequence);
  return (found?.modules ?? []).slice(0, index).map(({ id }) => id);
}

function nearestList({ schema }: FlowDocument, before: readonly string[], outputs: Readonly<Record<string, JsonSchema>>): string | null {
  for (const id of before.toReversed()) {
    const output = outputs[id];
    if (output?.type === 'array') return `results${keyOf(id)}`;
    const field = listField(output?.properties);
    if (field !== undefined) return `results${keyOf(id)}${keyOf(field)}`;
  }
  const field = listField(asSchema(schema).properties as JsonSchema['properties']);
  return field === undefined ? null : `flow_input${keyOf(field)}`;
}

const listField = (properties: JsonSchema['properties']): string | undefined => Object.entries(properties ?? {}).find(([, { type }]) => type === 'array')?.[0];
