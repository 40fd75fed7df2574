import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import type { FlowValue } from '../../../../backend/flows/flow.contract.ts';
import { endKey, startKey } from '../../graph/layout.ts';
import type { Place } from '../../graph/layout-types.ts';

/** The place after a step; after the input that is the first one, and after the result or without a step the last. */
export function placeAfter(value: FlowValue, step: string | null): Place {
  if (step === startKey) return { sequence: '/modules', index: 0 };
  const located = step === null || step === endKey ? undefined : defineFlow(value).steps.get(step);
  if (!located || located.sequence.source.kind === 'failure' || located.sequence.source.kind === 'preprocessor')
    return { sequence: '/modules', index: value.modules.length };
  return { sequence: located.sequence.pointer, index: located.position + 1 };
}

/** The place before a step. */
export function placeBefore(value: FlowValue, step: string | null): Place {
  const after = placeAfter(value, step);
  return step === null || step.startsWith('#') ? after : { ...after, index: Math.max(0, after.index - 1) };
}

/** Where a step goes that is moved up or down by a key: past its neighbour, and at the end of a sequence out of it. Null where there is no further place. */
export function placeBeside(value: FlowValue, step: string, direction: 'up' | 'down'): Place | null {
  const { steps } = defineFlow(value);
  const located = steps.get(step);
  if (!located) return null;
  const { sequence, position } = located;
  const { source, pointer, modules } = sequence;
  if (source.kind === 'failure' || source.kind === 'preprocessor') return null;
  if (direction === 'up' && position > 0) return { sequence: pointer, index: position - 1 };
  if (direction === 'down' && position < modules.length - 1) return { sequence: pointer, index: position + 2 };
  const around = 'step' in source ? steps.get(source.step) : undefined;
  return around ? { sequence: around.sequence.pointer, index: around.position + (direction === 'down' ? 1 : 0) } : null;
}
