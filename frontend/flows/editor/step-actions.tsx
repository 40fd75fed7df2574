import {
  IconArrowBarToDown,
  IconArrowsSplit,
  IconBoxMultiple,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconGitFork,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlus,
  IconRepeat,
  IconRotateClockwise,
  IconTrash,
} from '@tabler/icons-react';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import type { FlowValue } from '../../../backend/flows/flow.contract.ts';
import type { Action } from '../../ui/ActionMenu.tsx';
import { stepsAround } from '../graph/useFolding.ts';
import type { Place } from '../graph/layout-types.ts';
import type { WrapKind } from './document/flow-document.ts';
import type { ScreenPoint } from './insert/InsertMenu.tsx';
import type { StartTest } from './run/TestForm.tsx';
import { placeAfter, placeBefore } from './state/places.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';

/** What the menu of a step needs. */
export type StepActionsInput = {
  editor: FlowEditor;
  step: string;
  onTest: StartTest;
  onInsert: (inserting: { place: Place; at: ScreenPoint }) => void;
  copy: (step: string) => void;
  paste: (after: string) => void;
  at: ScreenPoint;
};

const wraps: readonly { kind: WrapKind; label: string; icon: Action['icon'] }[] = [
  { kind: 'forloopflow', label: 'Put into a for loop', icon: <IconRepeat /> },
  { kind: 'whileloopflow', label: 'Put into a while loop', icon: <IconRotateClockwise /> },
  { kind: 'branchone', label: 'Put into a choice', icon: <IconGitFork /> },
  { kind: 'branchall', label: 'Put into branches', icon: <IconArrowsSplit /> },
];

/** A run can end after a step of the first level: for one in a loop or branch that is what contains it. */
export const outermost = (value: FlowValue, step: string): string => stepsAround(value, step).at(-1) ?? step;

/** Everything that can be done to a step, as entries of its menu. */
export function stepActions({ editor, step, onTest, onInsert, copy, paste, at }: StepActionsInput): Action[] {
  const { document, run } = editor;
  const located = defineFlow(document.value).steps.get(step);
  if (!located) return [];
  const { kind } = located.sequence.source;
  const isAlone = kind === 'failure' || kind === 'preprocessor';
  const isContainer = 'modules' in located.module.value || 'branches' in located.module.value || 'cases' in located.module.value;
  const remove: Action = {
    id: 'delete',
    label: 'Delete',
    icon: <IconTrash />,
    shortcut: 'delete',
    isDanger: true,
    isFirstOfGroup: true,
    perform: () => run({ do: 'delete_steps', steps: [step] }),
  };
  if (isAlone) return [remove];
  return [
    { id: 'until', label: 'Run up to this step', icon: <IconPlayerTrackNext />, perform: () => onTest({ until: outermost(document.value, step) }) },
    { id: 'only', label: 'Run only this step', icon: <IconPlayerPlay />, perform: () => onTest({ only: step }) },
    {
      id: 'before',
      label: 'Insert before',
      icon: <IconPlus />,
      shortcut: 'b',
      isFirstOfGroup: true,
      perform: () => onInsert({ place: placeBefore(document.value, step), at }),
    },
    { id: 'after', label: 'Insert after', icon: <IconPlus />, shortcut: 'a', perform: () => onInsert({ place: placeAfter(document.value, step), at }) },
    { id: 'duplicate', label: 'Duplicate', icon: <IconCopyPlus />, shortcut: 'd', perform: () => run({ do: 'duplicate_step', step }) },
    { id: 'copy', label: 'Copy', icon: <IconCopy />, shortcut: 'mod+c', perform: () => copy(step) },
    { id: 'paste', label: 'Paste after', icon: <IconClipboard />, shortcut: 'mod+v', perform: () => paste(step) },
    ...wraps.map(({ kind: wrap, label, icon }, index): Action => ({
      id: wrap,
      label,
      icon,
      isFirstOfGroup: index === 0,
      perform: () => run({ do: 'wrap_step', step, in: wrap }),
    })),
    ...(isContainer ? [{ id: 'unwrap', label: 'Take its steps out', icon: <IconArrowBarToDown />, perform: () => run({ do: 'unwrap_step', step }) }] : []),
    ...(isContainer
      ? [
          {
            id: 'add_branch',
            label: 'Add branch',
            icon: <IconBoxMultiple />,
            perform: () => run({ do: 'add_branch', step }),
            isDisabled: 'modules' in located.module.value,
          },
        ].filter(({ isDisabled }) => !isDisabled)
      : []),
    remove,
  ];
}
