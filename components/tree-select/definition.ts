import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const single = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([single, z.array(single)]).nullable();

/** A choice with further ones below it. */
export const treeNode = z
  .object({
    value: single,
    label: z.string().optional(),
    is_disabled: z.boolean().optional(),
    get children() {
      return z.array(treeNode).optional();
    },
  })
  .meta({ id: 'AppTreeNode' });

export const treeSelect = defineComponent({
  type: 'tree_select',
  title: 'Tree select',
  description: 'One or several choices of a tree',
  category: 'input',
  icon: 'binary-tree-2',
  keywords: ['category', 'hierarchy', 'cascader', 'folder', 'nested', 'dropdown'],
  idStem: 'treeSelect',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content' }),
    nodes: z.array(treeNode).default([]).meta({ label: 'Choices', group: 'content', description: 'Each with a value, a label, and children' }),
    is_multiple: z.boolean().default(false).meta({ label: 'Several', group: 'behaviour' }),
    only_leaves: z.boolean().default(false).meta({ label: 'Only what has nothing below it', group: 'behaviour' }),
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
    is_searchable: z.boolean().default(true).meta({ label: 'Can be searched', group: 'behaviour', isAdvanced: true }),
    is_open: z.boolean().default(false).meta({ label: 'All branches open', group: 'look', isAdvanced: true }),
    max: z.number().int().min(1).optional().meta({ label: 'At most', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), path: z.array(z.string()), labels: z.array(z.string()) }),
  derived: { value: ['value'], path: ['value', 'nodes'], labels: ['value', 'nodes'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  initial: {
    nodes: [
      { value: 'first', label: 'First', children: [{ value: 'inner', label: 'Inside of it' }] },
      { value: 'second', label: 'Second' },
    ],
  },
  methods: { ...inputMethods(value), expand_all: { title: 'Open all branches', args: [] }, collapse_all: { title: 'Close all branches', args: [] } },
});
