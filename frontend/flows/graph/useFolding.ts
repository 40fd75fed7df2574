import { useCallback, useEffect, useState } from 'react';
import { defineFlow } from '../../../backend/flows/core/definition.ts';
import type { FlowValue } from '../../../backend/flows/flow.contract.ts';
import { foldedAtFirst } from './layout.ts';

/** Which containers are folded, by the ids of their steps. */
export type Folding = { readonly folded: ReadonlySet<string>; readonly toggle: (step: string) => void };

/** Folds and unfolds containers. A step that gets selected from elsewhere is unfolded into sight. */
export function useFolding(value: FlowValue, selectedStep: string | null): Folding {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => foldedAtFirst(value));
  const toggle = useCallback((step: string) => {
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(step)) after.add(step);
      return after;
    });
  }, []);
  useEffect(() => {
    if (selectedStep === null) return;
    const around = stepsAround(value, selectedStep);
    setFolded((before) => (around.some((step) => before.has(step)) ? new Set([...before].filter((step) => !around.includes(step))) : before));
    // Only a new selection opens what is folded: a flow that changes must not undo what somebody folds now.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedStep]);
  return { folded, toggle };
}

/** Ids of the containers around a step, the nearest first. */
export function stepsAround(value: FlowValue, step: string): string[] {
  const { steps } = defineFlow(value);
  const around: string[] = [];
  for (let source = steps.get(step)?.sequence.source; source && 'step' in source; source = steps.get(source.step)?.sequence.source) around.push(source.step);
  return around;
}
