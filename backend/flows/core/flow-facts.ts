import type { FlowValue } from '../flow.contract.ts';
import { resourcesOfStep } from './agent-step/check.ts';
import { toolsOfStep } from './agent-step/tools.ts';
import { codeOf } from './code-places.ts';
import { defineFlow } from './definition.ts';

/** What lists and references want to know of a flow without reading it. */
export type FlowFacts = {
  /** All steps, also those in branches and loops. */
  readonly stepCount: number;
  /** Kinds of the first level, in their order. */
  readonly stepKinds: readonly string[];
  /** Paths of the scripts that steps or the tools of their agents run, sorted. */
  readonly scripts: readonly string[];
  /** Paths of the flows that steps or the tools of their agents run, sorted. */
  readonly flows: readonly string[];
  /** Paths of the agents that steps ask, sorted. */
  readonly agents: readonly string[];
  /** Paths of the resources that agents of the flow itself are reached with, sorted. */
  readonly resources: readonly string[];
};

/** More kinds than this nobody can tell apart in a row of a list. */
const shownKinds = 12;

/** Reads the facts off a flow. */
export function factsOf(value: FlowValue): FlowFacts {
  const steps = [...defineFlow(value).steps.values()].map(({ module }) => module.value);
  const tools = steps.flatMap((step) => (step.type === 'aiagent' && !step.agent ? toolsOfStep(step).tools : []));
  const pathsOf = (kind: 'script' | 'flow'): string[] => [
    ...steps.flatMap((step) => (step.type === kind ? [step.path] : [])),
    ...tools.flatMap((tool) => (tool.kind === kind ? [tool.path] : [])),
  ];
  const agents = [
    ...steps.flatMap((step) => (step.type === 'aiagent' && step.agent ? [step.agent] : [])),
    ...tools.flatMap((tool) => (tool.kind === 'agent' ? [tool.path] : [])),
  ];
  const resources = steps.flatMap((step) => (step.type === 'aiagent' && !step.agent ? resourcesOfStep(step).map(({ path }) => path) : []));
  return {
    stepCount: steps.length,
    stepKinds: value.modules.slice(0, shownKinds).map((module) => module.value.type),
    scripts: sorted(pathsOf('script')),
    flows: sorted(pathsOf('flow')),
    agents: sorted(agents),
    resources: sorted(resources),
  };
}

const sorted = (paths: readonly string[]): string[] => [...new Set(paths)].sort();

/** The lock that each piece of code has in the document, by what it goes by; `''` where it has none. */
export function locksOf(value: FlowValue): Map<string, string> {
  return new Map(codeOf(value).map(({ id, value: code }) => [id, code.lock ?? '']));
}

/** The same flow with these locks in its document, and without any others. */
export function withLocks(value: FlowValue, locks: Readonly<Record<string, string>>): FlowValue {
  const copy = structuredClone(value);
  for (const { id, value: code } of codeOf(copy)) {
    delete code.lock;
    const lock = locks[id];
    if (lock) code.lock = lock;
  }
  return copy;
}
