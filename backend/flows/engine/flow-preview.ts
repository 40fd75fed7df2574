import { AppError } from '../../common/app-error.ts';
import { defineFlow } from '../core/definition.ts';
import type { RunFlowPreview } from '../flow-runs.contract.ts';
import type { FlowModule, FlowValue } from '../flow.contract.ts';

/**
 * The flow that a test runs: pinned steps give what they are pinned to, and only one step runs, or those up to one, where that is asked for.
 * Steps that are left out but pinned stand before the one that runs, so that its expressions find their results.
 */
export function previewValue({ value, until, only, results }: Pick<RunFlowPreview, 'value' | 'until' | 'only' | 'results'>): FlowValue {
  const pinned = withPins(value, results);
  if (only !== null) return onlyStep(pinned, only, results);
  if (until === null) return pinned;
  const position = pinned.modules.findIndex(({ id }) => id === until);
  if (position < 0) throw unknownStep(until);
  return { ...pinned, modules: pinned.modules.slice(0, position + 1), early_return: null };
}

function onlyStep(value: FlowValue, step: string, results: RunFlowPreview['results']): FlowValue {
  const located = defineFlow(value).steps.get(step);
  if (!located) throw unknownStep(step);
  const before = Object.entries(results)
    .filter(([id]) => id !== step)
    .map(([id, result]): FlowModule => ({ id, value: { type: 'identity' }, mock: { enabled: true, return_value: result } }));
  const { skip_if: _skip, suspend: _suspend, sleep: _sleep, stop_after_if: _stop, stop_after_all_iters_if: _stopAll, ...module } = located.module;
  return { modules: [...before, { ...module, mock: null }], flow_env: value.flow_env };
}

/** The flow with its pinned steps mocked, wherever they stand. */
function withPins(value: FlowValue, results: RunFlowPreview['results']): FlowValue {
  if (Object.keys(results).length === 0) return value;
  const copy = structuredClone(value);
  for (const { module } of defineFlow(copy).steps.values())
    if (Object.hasOwn(results, module.id)) module.mock = { enabled: true, return_value: results[module.id] };
  return copy;
}

const unknownStep = (step: string): AppError => new AppError('request/invalid', `The flow has no step "${step}" at this place.`, { step });
