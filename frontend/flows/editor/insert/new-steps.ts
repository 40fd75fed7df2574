import type { Icon } from '@tabler/icons-react';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import type { LanguageInfo } from '../../../../backend/scripts/scripts.contract.ts';
import type { KindLook } from '../../../theme/kinds.ts';
import { lookOfStep } from '../../graph/step-looks.ts';
import { freeId } from '../document/step-ids.ts';
import type { RunnableKind } from '../../../runnables/runnable.ts';
import type { PickableRunnable } from '../editor.api.ts';

/** An entry of the insert menu: what it is called, what finds it, and the step that it makes. */
export type Insertable = {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail: string;
  /** Further words that find it. */
  readonly words: string;
  readonly icon: Icon;
  readonly colour: KindLook['colour'];
  readonly make: (taken: ReadonlySet<string>) => readonly FlowModule[];
};

type Plain = {
  id: string;
  label: string;
  detail: string;
  words: string;
  group: string;
  step: Pick<FlowModule, 'value' | 'summary' | 'suspend' | 'sleep' | 'stop_after_if'>;
};

const never = { expr: 'false' };

const plain: readonly Plain[] = [
  {
    id: 'forloop',
    group: 'Repeat and decide',
    label: 'For loop',
    detail: 'The same steps for each item of a list, one after the other or side by side',
    words: 'each iterate map parallel',
    step: { value: { type: 'forloopflow', iterator: { type: 'javascript', expr: 'flow_input.items' }, modules: [], skip_failures: false, parallel: false } },
  },
  {
    id: 'whileloop',
    group: 'Repeat and decide',
    label: 'While loop',
    detail: 'The same steps until a condition holds',
    words: 'until repeat poll',
    step: {
      value: { type: 'whileloopflow', modules: [], skip_failures: false },
      stop_after_if: { expr: 'flow_input.iter.index >= 9', skip_if_stopped: false },
    },
  },
  {
    id: 'branchone',
    group: 'Repeat and decide',
    label: 'Choice',
    detail: 'The first branch whose condition holds',
    words: 'if else branch condition branchone',
    step: { value: { type: 'branchone', branches: [{ summary: '', ...never, modules: [] }], default: [] } },
  },
  {
    id: 'switch',
    group: 'Repeat and decide',
    label: 'Switch',
    detail: 'The branch that belongs to a value',
    words: 'case value branch',
    step: { value: { type: 'switch', value: { type: 'javascript', expr: 'flow_input' }, cases: [{ equals: ['value 1'], modules: [] }], default: [] } },
  },
  {
    id: 'branchall',
    group: 'Repeat and decide',
    label: 'All branches',
    detail: 'Every branch, side by side or in turn',
    words: 'parallel fork branchall',
    step: {
      value: {
        type: 'branchall',
        branches: [
          { summary: '', modules: [] },
          { summary: '', modules: [] },
        ],
        parallel: true,
      },
    },
  },
  {
    id: 'approval',
    group: 'Wait',
    label: 'Approval',
    detail: 'People decide whether the flow goes on',
    words: 'human decision suspend ask',
    step: { summary: 'Approval', value: { type: 'identity' }, suspend: { required_events: 1, timeout: 86_400 } },
  },
  {
    id: 'sleep',
    group: 'Wait',
    label: 'Sleep',
    detail: 'Goes on after some time',
    words: 'delay wait pause time',
    step: { summary: 'Sleep', value: { type: 'identity' }, sleep: { type: 'static', value: 60 } },
  },
  {
    id: 'event',
    group: 'Wait',
    label: 'Wait for event',
    detail: 'Goes on when something outside says so, by a key',
    words: 'webhook signal key',
    step: { value: { type: 'wait_for_event', key: { type: 'static', value: 'my-event' }, timeout: 86_400 } },
  },
  {
    id: 'aiagent',
    group: 'Other',
    label: 'Agent of its own',
    detail: 'Asks a model that this flow describes; begins with the built-in practice model',
    words: 'ai agent model llm prompt chat',
    step: { value: { type: 'aiagent', input_transforms: { provider: { type: 'static', value: { kind: 'practice' } } }, tools: [] } },
  },
  {
    id: 'identity',
    group: 'Other',
    label: 'Pass on',
    detail: 'Gives what it gets: a place for a condition or a name',
    words: 'identity noop nothing',
    step: { value: { type: 'identity' } },
  },
];

/** Kinds of steps that contain or wait. */
export const plainSteps: readonly Insertable[] = plain.map(({ step, ...entry }) => {
  const { icon, colour } = lookOfStep(step);
  return { ...entry, icon, colour, make: (taken) => [{ id: freeId(taken), ...structuredClone(step) }] };
});

/** A step of its own code in each language. */
export function codeSteps(languages: readonly LanguageInfo[]): Insertable[] {
  return languages.map(({ name, title, template }) => {
    const value: FlowModule['value'] = { type: 'rawscript', language: name, content: template, input_transforms: {} };
    const { icon, colour } = lookOfStep({ value });
    return {
      id: `code ${name}`,
      group: 'Code',
      label: title,
      detail: 'Code of its own in this flow',
      words: `${name} script code rawscript inline`,
      icon,
      colour,
      make: (taken) => [{ id: freeId(taken), value: structuredClone(value) }],
    };
  });
}

/** A step that runs a script, flow or agent of the workspace. */
export function runnableSteps(runnables: readonly PickableRunnable<RunnableKind>[]): Insertable[] {
  return runnables.map(({ kind, path, summary }) => {
    const value: FlowModule['value'] =
      kind === 'agent' ? { type: 'aiagent', agent: path, input_transforms: {}, tools: [] } : { type: kind, path, input_transforms: {} };
    const { icon, colour } = lookOfStep({ value });
    return {
      id: `${kind} ${path}`,
      group: 'From the workspace',
      label: summary || path,
      detail: path,
      words: kind,
      icon,
      colour,
      make: (taken) => [{ id: freeId(taken, path.split('/').at(-1)), value: structuredClone(value) }],
    };
  });
}

/** Entries that a search finds; those whose name begins with it come first within their group. */
export function findInsertables(entries: readonly Insertable[], search: string): Insertable[] {
  const wanted = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...entries];
  const matches = entries.filter(({ label, detail, words, id }) => wanted.every((part) => `${label} ${detail} ${words} ${id}`.toLowerCase().includes(part)));
  const rank = ({ label, words }: Insertable): number =>
    label.toLowerCase().startsWith(wanted[0] ?? '') ? 0 : words.split(' ').some((word) => word.startsWith(wanted[0] ?? '')) ? 1 : 2;
  return matches.sort((one, other) => rank(one) - rank(other));
}
