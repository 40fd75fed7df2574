import { defineFlow, type Located } from '../../../../backend/flows/core/definition.ts';
import type { FlowModule, FlowValue } from '../../../../backend/flows/flow.contract.ts';
import type { Place } from '../../graph/layout-types.ts';
import { addBranch, moveBranch, removeBranch } from './branches.ts';
import { CommandRefused, type FlowCommand, type FlowDocument } from './flow-document.ts';
import { getAt, segmentsOf, setAt } from './paths.ts';
import { rebuild } from './rebuild.ts';
import { renameLoose, renameSteps } from './rename.ts';
import { freeId, idsOf, idsWithin, requireId } from './step-ids.ts';
import { unwrapStep, wrapStep } from './wrapping.ts';

/** A flow after a command, and which step it is about from now on (undefined: as before). */
export type Performed = { readonly document: FlowDocument; readonly selected?: string | null };

/**
 * Carries a command out. Pure: the same flow and command give the same flow, the given one stays as it is, and what does not change is shared.
 * Throws {@link CommandRefused} for what cannot be done; then nothing is.
 */
export function perform(document: FlowDocument, command: FlowCommand): Performed {
  const { value } = document;
  const withValue = (next: FlowValue, selected?: string | null): Performed => ({ document: { ...document, value: next }, selected });
  switch (command.do) {
    case 'insert_steps': {
      const steps = withFreeIds(command.steps, idsOf(value));
      return withValue(insert(value, command.at, steps), steps[0]?.id);
    }
    case 'move_step':
      return withValue(move(value, locate(value, command.step), command.to), command.step);
    case 'delete_steps':
      return withValue(remove(value, command.steps), selectionAfter(value, command.steps));
    case 'duplicate_step': {
      const { module, sequence, position } = locateInSequence(value, command.step);
      const [copy] = withFreeIds([module], idsOf(value));
      return withValue(insert(value, { sequence: sequence.pointer, index: position + 1 }, [copy as FlowModule]), copy?.id);
    }
    case 'rename_step': {
      if (command.to === command.step) return { document };
      locateInSequence(value, command.step);
      requireId(command.to, idsOf(value));
      return withValue(renameSteps(value, new Map([[command.step, command.to]])), command.to);
    }
    case 'set_step': {
      if (command.field[0] === 'id') throw new CommandRefused('The id of a step is changed by renaming it.');
      const { pointer } = locate(value, command.step);
      return withValue(setAt(value, [...segmentsOf(pointer), ...command.field], command.value));
    }
    case 'set_flow':
      return { document: setAt(document, command.field, command.value) };
    case 'add_branch':
      return withValue(changeStep(value, command.step, addBranch));
    case 'remove_branch':
      return withValue(changeStep(value, command.step, (step) => removeBranch(step, command.branch)));
    case 'move_branch':
      return withValue(changeStep(value, command.step, (step) => moveBranch(step, command.branch, command.to)));
    case 'wrap_step': {
      const { module } = locateInSequence(value, command.step);
      const container = wrapStep(module, command.in, freeId(idsOf(value)));
      return withValue(replaceStep(value, command.step, [container]), container.id);
    }
    case 'unwrap_step': {
      const { module } = locateInSequence(value, command.step);
      const steps = unwrapStep(module);
      return withValue(replaceStep(value, command.step, steps), steps[0]?.id ?? null);
    }
    case 'set_root_module':
      return setRootModule(document, command.which, command.step);
    case 'replace':
      return { document: command.document };
  }
}

/** A step by its id. */
export function locate(value: FlowValue, step: string): Located {
  const located = defineFlow(value).steps.get(step);
  if (!located) throw new CommandRefused(`There is no step ${step} any more.`);
  return located;
}

function locateInSequence(value: FlowValue, step: string): Located {
  const located = locate(value, step);
  const { kind } = located.sequence.source;
  if (kind === 'failure' || kind === 'preprocessor')
    throw new CommandRefused(`The ${kind === 'failure' ? 'failure handler' : 'preprocessor'} stands alone and has a fixed name.`);
  return located;
}

/** Copies of steps whose ids are free in a flow; what they read from each other follows. */
export function withFreeIds(steps: readonly FlowModule[], taken: ReadonlySet<string>): readonly FlowModule[] {
  const used = new Set(taken);
  const renames = new Map<string, string>();
  for (const id of idsWithin(steps)) {
    const isFixed = id === 'failure' || id === 'preprocessor';
    const free = used.has(id) || isFixed ? freeId(used, isFixed || id.length < 3 ? '' : id.replace(/_\d+$/, '')) : id;
    used.add(free);
    if (free !== id) renames.set(id, free);
  }
  return renames.size > 0 ? renameLoose(steps, renames) : steps;
}

function insert(value: FlowValue, at: Place, steps: readonly FlowModule[]): FlowValue {
  let isFound = false;
  const next = rebuild(value, (pointer, modules) => {
    if (pointer !== at.sequence || isFound) return modules;
    isFound = true;
    const index = Math.max(0, Math.min(at.index, modules.length));
    return [...modules.slice(0, index), ...steps, ...modules.slice(index)];
  });
  if (!isFound) throw new CommandRefused('The place for it is not there any more.');
  return next;
}

function move(value: FlowValue, { module, sequence, pointer }: Located, to: Place): FlowValue {
  if (sequence.source.kind === 'failure' || sequence.source.kind === 'preprocessor') throw new CommandRefused('This step has one place only.');
  if (to.sequence === pointer || to.sequence.startsWith(`${pointer}/`)) throw new CommandRefused('A step cannot be moved into itself.');
  let isFound = false;
  const next = rebuild(value, (own, modules, before) => {
    const isTarget = own === to.sequence;
    const isOrigin = own === sequence.pointer;
    if (!isTarget && !isOrigin) return modules;
    isFound ||= isTarget;
    const kept = modules.flatMap((step, index) => [
      ...(isTarget && index === to.index ? [module] : []),
      ...(before[index] === module && isOrigin ? [] : [step]),
    ]);
    return isTarget && to.index >= modules.length ? [...kept, module] : kept;
  });
  if (!isFound) throw new CommandRefused('The place for it is not there any more.');
  return next;
}

function remove(value: FlowValue, steps: readonly string[]): FlowValue {
  const gone = new Set(steps);
  let next = rebuild(value, (_pointer, modules) => (modules.some(({ id }) => gone.has(id)) ? modules.filter(({ id }) => !gone.has(id)) : modules));
  for (const name of ['failure_module', 'preprocessor_module'] as const) if (next[name] && gone.has(next[name].id)) next = setAt(next, [name], undefined);
  return next;
}

/** After a deletion the step in its place is selected, so that keys go on working. */
function selectionAfter(value: FlowValue, steps: readonly string[]): string | null {
  const located = defineFlow(value).steps.get(steps[0] ?? '');
  if (!located) return null;
  const { modules, source } = located.sequence;
  const rest = modules.filter(({ id }) => !steps.includes(id));
  return rest[Math.min(located.position, rest.length - 1)]?.id ?? ('step' in source ? source.step : null);
}

function changeStep(value: FlowValue, step: string, change: (step: FlowModule) => FlowModule): FlowValue {
  const { module, pointer } = locate(value, step);
  return setAt(value, segmentsOf(pointer), change(module));
}

function replaceStep(value: FlowValue, step: string, steps: readonly FlowModule[]): FlowValue {
  const { sequence, position } = locate(value, step);
  const modules = getAt(value, segmentsOf(sequence.pointer)) as FlowModule[];
  return setAt(value, segmentsOf(sequence.pointer), [...modules.slice(0, position), ...steps, ...modules.slice(position + 1)]);
}

function setRootModule(document: FlowDocument, which: 'failure_module' | 'preprocessor_module', step: FlowModule | null): Performed {
  const id = which === 'failure_module' ? 'failure' : 'preprocessor';
  const value = setAt(document.value, [which], step === null ? undefined : { ...step, id });
  return { document: { ...document, value }, selected: step === null ? null : id };
}
