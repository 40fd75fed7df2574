import { mostComponents, type AppDocument, type AppNode, type NodeLayout, type Slot } from '../../app.contract.ts';
import { isIdTaken } from '../ids.ts';
import { indexOf, slotAt, subtree, withNode, withSlot, type Located, type ParentPlace } from '../tree.ts';
import { CommandRefused, present, type Perform } from './command.ts';

const located = (document: AppDocument, id: string): Located => present(indexOf(document).get(id), 'component', id);

/** How deep components may be nested: what a person can still find. */
const deepest = 30;

export const insertNode: Perform<'insert_node'> = (document, { to, index, node }) => {
  refuseIds(document, node);
  return { document: inserted(document, to, index, node), inverse: { do: 'remove_node', id: node.id } };
};

export const removeNode: Perform<'remove_node'> = (document, { id }) => {
  const { node, parent, index } = located(document, id);
  return { document: removed(document, parent, index), inverse: { do: 'insert_node', to: parent, index, node } };
};

export const moveNode: Perform<'move_node'> = (document, { id, to, index, layout }) => {
  const { node, parent, index: before } = located(document, id);
  if ('node' in to && (to.node === id || indexOf(document).get(to.node)?.ancestors.includes(id)))
    throw new CommandRefused('app/wrong_place', `\`${id}\` cannot be put into itself.`);
  present(slotAt(document, to), 'container', placeName(to));
  const next = inserted(removed(document, parent, before), to, index, layout ? { ...node, layout } : node);
  return { document: next, inverse: { do: 'move_node', id, to: parent, index: before, ...(layout ? { layout: node.layout } : {}) } };
};

export const setLayout: Perform<'set_layout'> = (document, { id, layout }) => {
  const before: NodeLayout = located(document, id).node.layout;
  return { document: withNode(document, id, (node) => ({ ...node, layout })), inverse: { do: 'set_layout', id, layout: before } };
};

export const setProp: Perform<'set_prop'> = (document, { id, name, value }) => {
  const before = located(document, id).node.props[name];
  return {
    document: withNode(document, id, (node) => ({ ...node, props: withKey(node.props, name, value) })),
    inverse: { do: 'set_prop', id, name, ...(before === undefined ? {} : { value: before }) },
  };
};

export const setHandler: Perform<'set_handler'> = (document, { id, event, steps }) => {
  const before = located(document, id).node.on?.[event];
  const next = withNode(document, id, ({ on = {}, ...node }) => {
    const handlers = withKey(on, event, steps);
    return Object.keys(handlers).length > 0 ? { ...node, on: handlers } : node;
  });
  return { document: next, inverse: { do: 'set_handler', id, event, ...(before === undefined ? {} : { steps: before }) } };
};

export const putSlot: Perform<'put_slot'> = (document, { node: id, slot, value }) => {
  const before = located(document, id).node.slots?.[slot];
  const next = withNode(document, id, ({ slots = {}, ...node }) => {
    const all = withKey(slots, slot, value);
    return Object.keys(all).length > 0 ? { ...node, slots: all } : node;
  });
  // What comes with a slot is held against the document without the slot that it replaces.
  const without = withNode(document, id, ({ slots = {}, ...node }) => ({ ...node, slots: withKey<Slot>(slots, slot, undefined) }));
  for (const child of value?.children ?? []) refuseIds(without, child);
  return { document: checkedSize(next), inverse: { do: 'put_slot', node: id, slot, ...(before === undefined ? {} : { value: before }) } };
};

export const setFlow: Perform<'set_flow'> = (document, { at, flow, gap, align }) => {
  const before = present(slotAt(document, at), 'container', placeName(at));
  return {
    document: withSlot(document, at, ({ children }) => ({ flow, ...defined({ gap, align }), children })),
    inverse: { do: 'set_flow', at, flow: before.flow, ...defined({ gap: before.gap, align: before.align }) },
  };
};

function inserted(document: AppDocument, to: ParentPlace, index: number, node: AppNode): AppDocument {
  const slot = present(slotAt(document, to), 'container', placeName(to));
  const next = withSlot(document, to, () => ({ ...slot, children: slot.children.toSpliced(Math.min(index, slot.children.length), 0, node) }));
  return checkedSize(next);
}

const removed = (document: AppDocument, parent: ParentPlace, index: number): AppDocument =>
  withSlot(document, parent, (slot) => ({ ...slot, children: slot.children.toSpliced(index, 1) }));

function refuseIds(document: AppDocument, node: AppNode): void {
  const own = new Set<string>();
  for (const { id } of subtree(node)) {
    if (own.has(id) || isIdTaken(document, id)) throw new CommandRefused('app/id_taken', `The name \`${id}\` is taken. Names are unique in the whole app.`);
    own.add(id);
  }
}

function checkedSize(document: AppDocument): AppDocument {
  const index = indexOf(document);
  if (index.size > mostComponents) throw new CommandRefused('app/too_large', `An app has at most ${mostComponents} components. Divide it into several apps.`);
  for (const { ancestors } of index.values())
    if (ancestors.length >= deepest) throw new CommandRefused('app/too_large', `Components are nested at most ${deepest} levels deep.`);
  return document;
}

const placeName = (place: ParentPlace): string => ('page' in place ? place.page : `${place.node}.${place.slot}`);

/** A record with a key set or left out. The order of keys does not count: the canonical form sorts them. */
function withKey<Value>(record: Readonly<Record<string, Value>>, key: string, value: Value | undefined): Record<string, Value> {
  if (value !== undefined && Object.hasOwn(record, key)) return { ...record, [key]: value };
  const entries = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? entries : [...entries, [key, value] as const]);
}

function defined<Values extends Record<string, unknown>>(values: Values): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Key in keyof Values]?: Exclude<Values[Key], undefined> };
}
