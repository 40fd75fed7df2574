import { keyOf } from '../_shared/options.ts';

/** A value of a tree. */
export type TreeValue = string | number | boolean;
/** A choice of a tree as it is given. */
export type Branch = { value: TreeValue; label?: string | undefined; is_disabled?: boolean | undefined; children?: Branch[] | undefined };
/** A choice with the labels that lead to it. */
export type Place = { readonly value: TreeValue; readonly path: readonly string[]; readonly isLeaf: boolean; readonly isDisabled: boolean };
/** A node as the control has it. */
export type ControlNode = { value: string; label: string; children?: ControlNode[] };

const deepest = 30;
const labelOf = ({ value, label }: Branch): string => label ?? String(value);

/** Every choice by its key. One that stands twice counts where it stands first. */
export function placesOf(nodes: readonly Branch[], above: readonly string[] = [], found = new Map<string, Place>()): Map<string, Place> {
  for (const node of nodes) {
    const path = [...above, labelOf(node)];
    const children = node.children ?? [];
    const key = keyOf(node.value);
    if (!found.has(key)) found.set(key, { value: node.value, path, isLeaf: children.length === 0, isDisabled: node.is_disabled === true });
    if (path.length < deepest) placesOf(children, path, found);
  }
  return found;
}

/** The tree as the control wants it: keys that are texts, and each only once. */
export function controlNodes(nodes: readonly Branch[], seen = new Set<string>(), depth = 1): ControlNode[] {
  return nodes.flatMap((node): ControlNode[] => {
    const key = keyOf(node.value);
    if (seen.has(key)) return [];
    seen.add(key);
    const children = depth < deepest ? controlNodes(node.children ?? [], seen, depth + 1) : [];
    return [{ value: key, label: labelOf(node), ...(children.length > 0 ? { children } : {}) }];
  });
}

/** Values as a list, whatever form the value has. */
export const valuesOf = (value: TreeValue | readonly TreeValue[] | null): readonly TreeValue[] =>
  value === null ? [] : typeof value === 'object' ? value : [value];
