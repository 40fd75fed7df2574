import { flowNames } from '../../../../backend/expressions/core/names.ts';
import { renameReference } from '../../../../backend/expressions/core/rename-reference.ts';
import { expressionsOf } from '../../../../backend/flows/core/expressions-of.ts';
import type { FlowModule, FlowValue } from '../../../../backend/flows/flow.contract.ts';
import { segmentsOf, setAt } from './paths.ts';
import { mapLoose, mapSteps } from './rebuild.ts';

/** New ids of steps by the old ones. */
export type Renames = ReadonlyMap<string, string>;

/** The flow with other ids of steps, and with every expression that reads their results rewritten by its syntax tree. */
export function renameSteps(value: FlowValue, renames: Renames): FlowValue {
  let next = mapSteps(value, (step) => renamed(step, renames));
  const skip = next.skip_expr;
  if (skip) next = replaceText(next, 'skip_expr', skip, inExpression(skip, renames));
  const answer = next.early_return;
  if (answer) next = replaceText(next, 'early_return', answer, renames.get(answer) ?? answer);
  const { groups } = next;
  if (!groups) return next;
  const inGroup = (id: string): string => renames.get(id) ?? id;
  return { ...next, groups: groups.map((group) => ({ ...group, start_id: inGroup(group.start_id), end_id: inGroup(group.end_id) })) };
}

/** The same for steps that are in no flow. */
export const renameLoose = (steps: readonly FlowModule[], renames: Renames): readonly FlowModule[] => mapLoose(steps, (step) => renamed(step, renames));

function replaceText(value: FlowValue, key: 'skip_expr' | 'early_return', before: string, after: string): FlowValue {
  return before === after ? value : { ...value, [key]: after };
}

function renamed(step: FlowModule, renames: Renames): FlowModule {
  const id = renames.get(step.id) ?? step.id;
  let next = id === step.id ? step : { ...step, id };
  for (const { source, pointer } of expressionsOf(step, '')) {
    const rewritten = inExpression(source, renames);
    if (rewritten !== source) next = setAt(next, segmentsOf(pointer), rewritten);
  }
  const { suspend } = next;
  const approval = suspend?.['approval'];
  if (suspend && approval !== undefined) {
    const rewritten = inTemplates(approval, renames);
    if (rewritten !== approval) next = { ...next, suspend: { ...suspend, approval: rewritten } };
  }
  return next;
}

function inExpression(source: string, renames: Renames): string {
  let text = source;
  // One after the other through names that nobody uses: two steps may exchange their ids.
  const steps = [...renames].map(([from, to], index) => ({ from, to, passing: `passing__${index}__` }));
  for (const { from, passing } of steps) text = renameReference(text, flowNames, { below: 'results', key: from }, passing);
  if (text === source) return source;
  for (const { to, passing } of steps) text = renameReference(text, flowNames, { below: 'results', key: passing }, to);
  return text;
}

/** Texts of an approval are Handlebars: only what stands between braces is read. */
function inTemplates(value: unknown, renames: Renames): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\{\{[^}]*\}\}/g, (hole) =>
      hole.replaceAll(/\bresults\.([A-Za-z_][A-Za-z0-9_-]*)/g, (all, id: string) => (renames.has(id) ? `results.${renames.get(id)}` : all)),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => inTemplates(item, renames));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, inTemplates(item, renames)] as const);
  return entries.every(([key, item]) => item === (value as Record<string, unknown>)[key]) ? value : Object.fromEntries(entries);
}
