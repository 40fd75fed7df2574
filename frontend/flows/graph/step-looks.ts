import {
  IconArrowsSplit,
  IconBell,
  IconCheckbox,
  IconCode,
  IconFileCode,
  IconGitFork,
  IconHourglassEmpty,
  IconRepeat,
  IconRobot,
  IconRotateClockwise,
  IconRoute,
  IconArrowRight,
  IconSwitch3,
  type Icon,
} from '@tabler/icons-react';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import { lookOfLanguage, type KindLook } from '../../theme/kinds.ts';

/** How a step looks: the word for its kind, its icon, and the colour of that kind (`--kind-<colour>`). */
export type StepLook = { readonly word: string; readonly icon: Icon; readonly colour: KindLook['colour'] };

type StepKind = FlowModule['value']['type'];

const looks: Readonly<Record<Exclude<StepKind, 'rawscript'>, StepLook>> = {
  script: { word: 'Script', icon: IconFileCode, colour: 'script' },
  flow: { word: 'Flow', icon: IconRoute, colour: 'flow' },
  aiagent: { word: 'Agent', icon: IconRobot, colour: 'agent' },
  forloopflow: { word: 'For loop', icon: IconRepeat, colour: 'flow' },
  whileloopflow: { word: 'While loop', icon: IconRotateClockwise, colour: 'flow' },
  branchone: { word: 'Choice', icon: IconGitFork, colour: 'flow' },
  branchall: { word: 'Branches', icon: IconArrowsSplit, colour: 'flow' },
  switch: { word: 'Switch', icon: IconSwitch3, colour: 'flow' },
  identity: { word: 'Pass on', icon: IconArrowRight, colour: 'neutral' },
  wait_for_event: { word: 'Wait for event', icon: IconBell, colour: 'approval' },
};

/** The look of a step. A step that only asks for an approval or only sleeps looks like what it is there for. */
export function lookOfStep({ value, suspend, sleep }: Pick<FlowModule, 'value' | 'suspend' | 'sleep'>): StepLook {
  if (value.type === 'rawscript') {
    const { word, icon } = lookOfLanguage(value.language);
    return { word, icon: value.language === '' ? IconCode : icon, colour: 'script' };
  }
  if (value.type === 'identity' && suspend) return { word: 'Approval', icon: IconCheckbox, colour: 'approval' };
  if (value.type === 'identity' && sleep) return { word: 'Sleep', icon: IconHourglassEmpty, colour: 'approval' };
  return looks[value.type];
}

/** The look of a kind of which nothing but the name is known, for rows of lists. */
export const lookOfStepKind = (kind: string): StepLook =>
  Object.hasOwn(looks, kind) ? looks[kind as keyof typeof looks] : { word: kind === 'rawscript' ? 'Code' : kind, icon: IconCode, colour: 'script' };

/** What a step is called: its summary, or the name of what it runs, or the word for its kind. */
export function titleOfStep(step: FlowModule): string {
  if (step.summary) return step.summary;
  if (step.id === 'failure') return 'Failure handler';
  if (step.id === 'preprocessor') return 'Preprocessor';
  const { value } = step;
  if (value.type === 'script' || value.type === 'flow') return (value.path.split('/').at(-1) || value.path).replaceAll('_', ' ');
  if (value.type === 'forloopflow' && value.iterator.type === 'javascript') return `For each of ${oneLine(value.iterator.expr)}`;
  if (value.type === 'switch' && value.value.type === 'javascript') return `Switch on ${oneLine(value.value.expr)}`;
  return lookOfStep(step).word;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 80);

/** The second line of a step: what exactly it runs, or how it runs what it contains. */
export function detailOfStep(step: Pick<FlowModule, 'value' | 'suspend' | 'sleep'>): string {
  const { value } = step;
  switch (value.type) {
    case 'script':
    case 'flow':
      return value.path;
    case 'forloopflow':
      return value.parallel ? 'Loop, side by side' : 'Loop, one after the other';
    case 'branchall':
      return value.parallel ? 'All branches, side by side' : 'All branches, in turn';
    case 'branchone':
      return 'The first branch that fits';
    default:
      return lookOfStep(step).word;
  }
}
