import type { JsonObject } from '../../../../backend/common/json.ts';
import type { Flow } from '../../../../backend/flows/flows.contract.ts';
import { canonical } from '../../../runnables/editor/canonical.ts';
import type { FlowDocument } from '../document/flow-document.ts';
import { shapeOfFlow } from '../document/shape.ts';

/** What is deployed, as something to edit. */
export function documentOf({ summary, description, schema, value, tag }: Flow): FlowDocument {
  return { summary, description, schema, value, ...(tag === null ? {} : { tag }) };
}

/** Reads a stored draft over what is deployed. A draft may be older than the product, so only what is usable counts. */
export function documentOfDraft(draft: JsonObject, base: FlowDocument): FlowDocument {
  const { summary, description, schema, value, tag } = draft;
  return {
    summary: typeof summary === 'string' ? summary : base.summary,
    description: typeof description === 'string' ? description : base.description,
    schema: typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as JsonObject) : base.schema,
    value: shapeOfFlow(value).length === 0 ? (value as FlowDocument['value']) : base.value,
    ...(typeof tag === 'string' ? { tag } : {}),
  };
}

/** What the server works out itself makes no difference. */
const workedOut: ReadonlySet<string> = new Set(['lock']);

/** Whether two documents say the same. */
export const isSameDocument = (one: FlowDocument, other: FlowDocument): boolean => one === other || canonical(one, workedOut) === canonical(other, workedOut);
