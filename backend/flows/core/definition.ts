import type { FlowModule, FlowValue } from '../flow.contract.ts';
import type { SequenceSource } from './state.ts';

/** A list of steps below a step or the flow, with its place in the document. */
export type Sequence = { readonly source: SequenceSource; readonly modules: readonly FlowModule[]; readonly pointer: string };

/** A step and where it stands. */
export type Located = { readonly module: FlowModule; readonly sequence: Sequence; readonly position: number; readonly pointer: string };

/** A flow that is ready to be run: every step can be found by its id, without walking the document again. */
export type FlowDefinition = {
  readonly value: FlowValue;
  readonly sequences: readonly Sequence[];
  readonly steps: ReadonlyMap<string, Located>;
  readonly duplicates: readonly Located[];
  readonly deletions: readonly { readonly step: string; readonly afterSeconds: number }[];
  modulesOf(source: SequenceSource): readonly FlowModule[];
};

/** Reads a flow once. Duplicate ids are kept apart for the check; a run finds the first. */
export function defineFlow(value: FlowValue): FlowDefinition {
  const sequences: Sequence[] = [];
  const steps = new Map<string, Located>();
  const duplicates: Located[] = [];
  const pending = rootSequences(value);
  for (let sequence = pending.shift(); sequence; sequence = pending.shift()) {
    sequences.push(sequence);
    for (const [position, module] of sequence.modules.entries()) {
      const located = { module, sequence, position, pointer: pointerOf(sequence, position) };
      if (steps.has(module.id)) duplicates.push(located);
      else steps.set(module.id, located);
      pending.push(...sequencesBelow(module, located.pointer));
    }
  }
  const bySource = new Map(sequences.map((sequence) => [keyOf(sequence.source), sequence.modules]));
  const deletions = [...steps.values()].flatMap(({ module }) => deletionOf(module));
  return { value, sequences, steps, duplicates, deletions, modulesOf: (source) => bySource.get(keyOf(source)) ?? [] };
}

function deletionOf({ id, delete_after_secs: seconds, delete_after_use: isAfterUse }: FlowModule): { step: string; afterSeconds: number }[] {
  const afterSeconds = seconds ?? (isAfterUse ? 0 : undefined);
  return afterSeconds === undefined ? [] : [{ step: id, afterSeconds }];
}

/** The sequences directly below a step: bodies, branches, `finally`, `on_rollback`. */
export function sequencesBelow({ id, value, finally: last, on_rollback: undo }: FlowModule, pointer: string): Sequence[] {
  const found = sequencesOfKind(id, value, `${pointer}/value`);
  if (last) found.push({ source: { kind: 'finally', step: id }, modules: last, pointer: `${pointer}/finally` });
  if (undo) found.push({ source: { kind: 'rollback', step: id, of: '' }, modules: undo, pointer: `${pointer}/on_rollback` });
  return found;
}

function sequencesOfKind(step: string, value: FlowModule['value'], pointer: string): Sequence[] {
  switch (value.type) {
    case 'forloopflow':
    case 'whileloopflow':
      return [{ source: { kind: 'iteration', step }, modules: value.modules, pointer: `${pointer}/modules` }];
    case 'branchall':
      return branches(step, value.branches, `${pointer}/branches`);
    case 'branchone':
      return [
        ...branches(step, value.branches, `${pointer}/branches`),
        { source: { kind: 'branch', step, branch: 'default' }, modules: value.default ?? [], pointer: `${pointer}/default` },
      ];
    case 'switch':
      return [
        ...branches(step, value.cases, `${pointer}/cases`),
        { source: { kind: 'branch', step, branch: 'default' }, modules: value.default ?? [], pointer: `${pointer}/default` },
      ];
    default:
      return [];
  }
}

function branches(step: string, list: readonly { readonly modules: readonly FlowModule[] }[], pointer: string): Sequence[] {
  return list.map(({ modules }, branch) => ({ source: { kind: 'branch', step, branch }, modules, pointer: `${pointer}/${branch}/modules` }));
}

function rootSequences({ modules, failure_module: failure, preprocessor_module: preprocessor }: FlowValue): Sequence[] {
  const found: Sequence[] = [{ source: { kind: 'root' }, modules, pointer: '/modules' }];
  if (preprocessor) found.push({ source: { kind: 'preprocessor' }, modules: [preprocessor], pointer: '/preprocessor_module' });
  if (failure) found.push({ source: { kind: 'failure' }, modules: [failure], pointer: '/failure_module' });
  return found;
}

function pointerOf({ source, pointer }: Sequence, position: number): string {
  return source.kind === 'preprocessor' || source.kind === 'failure' ? pointer : `${pointer}/${position}`;
}

function keyOf(source: SequenceSource): string {
  return 'branch' in source ? `branch ${source.step} ${source.branch}` : 'step' in source ? `${source.kind} ${source.step}` : source.kind;
}
