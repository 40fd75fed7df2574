import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import { shapeOfSteps } from './shape.ts';

const mark = 'millrace/steps';

/** Steps as text for the clipboard, so that they can be pasted into another flow, another window or a file. */
export const writeSteps = (steps: readonly FlowModule[]): string => JSON.stringify({ type: mark, modules: steps }, null, 2);

/** Steps that were copied here, or that stand in the text as OpenFlow: a flow, a list of steps, or one step. Null for anything else. */
export function readSteps(text: string): readonly FlowModule[] | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  const holder = found as { modules?: unknown; value?: { modules?: unknown } } | null;
  const list = Array.isArray(found) ? found : (holder?.modules ?? holder?.value?.modules ?? [found]);
  return Array.isArray(list) && list.length > 0 && shapeOfSteps(list).length === 0 ? (list as FlowModule[]) : null;
}
