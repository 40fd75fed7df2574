import type { JsonObject } from '../../../backend/common/json.ts';

/** What the author may go on with when a draft is found: it fits what is deployed, or something newer was deployed meanwhile. */
export type DraftState<Document> = { kind: 'none' } | { kind: 'fits'; document: Document } | { kind: 'outdated'; document: Document; basedOn: number };

/** Compares a draft with what is deployed. A draft that says what is deployed already is none. */
export function draftStateOf<Document>(
  draft: { value: JsonObject; based_on: number | null } | null,
  deployed: { document: Document; version: number },
  read: (value: JsonObject, base: Document) => Document,
  isSame: (one: Document, other: Document) => boolean,
): DraftState<Document> {
  if (!draft) return { kind: 'none' };
  const document = read(draft.value, deployed.document);
  if (isSame(document, deployed.document)) return { kind: 'none' };
  const basedOn = draft.based_on ?? 0;
  return basedOn < deployed.version ? { kind: 'outdated', document, basedOn } : { kind: 'fits', document };
}
