import type { JsonObject } from '../../../../backend/common/json.ts';
import type { Flow } from '../../../../backend/flows/flows.contract.ts';
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

/** A document as text in which the order of keys, and what the server works out itself (locks), make no difference. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (key === 'lock') return undefined;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(
      Object.entries(item)
        .filter(([, entry]) => entry !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}

/** Whether two documents say the same. */
export const isSameDocument = (one: FlowDocument, other: FlowDocument): boolean => one === other || canonical(one) === canonical(other);

/** What the author may go on with when a draft is found: it fits what is deployed, or something newer was deployed meanwhile. */
export type FlowDraftState = { kind: 'none' } | { kind: 'fits'; document: FlowDocument } | { kind: 'outdated'; document: FlowDocument; basedOn: number };

/** Compares a draft with what is deployed. A draft that says what is deployed already is none. */
export function flowDraftState(draft: { value: JsonObject; based_on: number | null } | null, deployed: FlowDocument, version: number): FlowDraftState {
  if (!draft) return { kind: 'none' };
  const document = documentOfDraft(draft.value, deployed);
  if (isSameDocument(document, deployed)) return { kind: 'none' };
  const basedOn = draft.based_on ?? 0;
  return basedOn < version ? { kind: 'outdated', document, basedOn } : { kind: 'fits', document };
}
