import type { FlowValue } from '../flow.contract.ts';
import { defineFlow } from './definition.ts';

/** What lists and references want to know of a flow without reading it. */
export type FlowFacts = {
  /** All steps, also those in branches and loops. */
  readonly stepCount: number;
  /** Kinds of the first level, in their order. */
  readonly stepKinds: readonly string[];
  /** Paths of the scripts that steps run, sorted. */
  readonly scripts: readonly string[];
  /** Paths of the flows that steps run, sorted. */
  readonly flows: readonly string[];
};

/** More kinds than this nobody can tell apart in a row of a list. */
const shownKinds = 12;

/** Reads the facts off a flow. */
export function factsOf(value: FlowValue): FlowFacts {
  const steps = [...defineFlow(value).steps.values()].map(({ module }) => module.value);
  const pathsOf = (kind: 'script' | 'flow'): string[] => [...new Set(steps.flatMap((step) => (step.type === kind ? [step.path] : [])))].sort();
  return {
    stepCount: steps.length,
    stepKinds: value.modules.slice(0, shownKinds).map((module) => module.value.type),
    scripts: pathsOf('script'),
    flows: pathsOf('flow'),
  };
}

/** The lock that each step with code of its own has in the document, by its id; `''` where it has none. */
export function locksOf(value: FlowValue): Map<string, string> {
  const locks = new Map<string, string>();
  for (const { module } of defineFlow(value).steps.values()) if (module.value.type === 'rawscript') locks.set(module.id, module.value.lock ?? '');
  return locks;
}

/** The same flow with these locks in its document, and without any others. */
export function withLocks(value: FlowValue, locks: Readonly<Record<string, string>>): FlowValue {
  const copy = structuredClone(value);
  for (const { module } of defineFlow(copy).steps.values()) {
    if (module.value.type !== 'rawscript') continue;
    delete module.value.lock;
    const lock = locks[module.id];
    if (lock) module.value.lock = lock;
  }
  return copy;
}
