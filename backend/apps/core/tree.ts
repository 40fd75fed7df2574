import type { AppDocument, AppNode, AppPage, Slot } from '../app.contract.ts';

/** Where children are: the body of a page, or a slot of a component. */
export type ParentPlace = { readonly page: string } | { readonly node: string; readonly slot: string };

/** Where a component stands. */
export type Located = {
  readonly node: AppNode;
  readonly page: AppPage;
  readonly parent: ParentPlace;
  readonly index: number;
  /** Ids of the components around it, the outermost first. */
  readonly ancestors: readonly string[];
};

/** Every component of an app by its id. Built by one walk; documents are never changed in place, so an index stays true for its document. */
export type NodeIndex = ReadonlyMap<string, Located>;

const indexes = new WeakMap<AppDocument, NodeIndex>();

/** The components of a document by id; the first one wins where an id stands twice. Kept with the document, so that asking again is free. */
export function indexOf(document: AppDocument): NodeIndex {
  const known = indexes.get(document);
  if (known) return known;
  const index = new Map<string, Located>();
  for (const located of walk(document)) if (!index.has(located.node.id)) index.set(located.node.id, located);
  indexes.set(document, index);
  return index;
}

/** All components in reading order, containers before what they contain. */
export function* walk(document: AppDocument): Generator<Located> {
  for (const page of document.pages) yield* walkSlot(page.body, page, { page: page.id }, []);
}

function* walkSlot(slot: Slot, page: AppPage, parent: ParentPlace, ancestors: readonly string[]): Generator<Located> {
  for (const [index, node] of slot.children.entries()) {
    yield { node, page, parent, index, ancestors };
    for (const [name, inner] of Object.entries(node.slots ?? {})) yield* walkSlot(inner, page, { node: node.id, slot: name }, [...ancestors, node.id]);
  }
}

/** The components of a subtree, the root first. */
export function* subtree(node: AppNode): Generator<AppNode> {
  yield node;
  for (const slot of Object.values(node.slots ?? {})) for (const child of slot.children) yield* subtree(child);
}

/** The slot at a place, or `undefined` where there is none. */
export function slotAt(document: AppDocument, place: ParentPlace): Slot | undefined {
  if ('page' in place) return document.pages.find(({ id }) => id === place.page)?.body;
  return indexOf(document).get(place.node)?.node.slots?.[place.slot];
}

/** A document in which one component is another; all that is not on the way to it is shared with the old one. */
export function withNode(document: AppDocument, id: string, change: (node: AppNode) => AppNode): AppDocument {
  const located = indexOf(document).get(id);
  if (!located) return document;
  return withSlot(document, located.parent, (slot) => ({ ...slot, children: slot.children.with(located.index, change(located.node)) }));
}

/** A document in which one slot is another. */
export function withSlot(document: AppDocument, place: ParentPlace, change: (slot: Slot) => Slot): AppDocument {
  if ('page' in place) return { ...document, pages: document.pages.map((page) => (page.id === place.page ? { ...page, body: change(page.body) } : page)) };
  return withNode(document, place.node, (node) => {
    const slot = node.slots?.[place.slot];
    return slot ? { ...node, slots: { ...node.slots, [place.slot]: change(slot) } } : node;
  });
}
