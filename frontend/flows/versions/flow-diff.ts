import { defineFlow, sequencesBelow, type FlowDefinition, type Located } from '../../../backend/flows/core/definition.ts';
import type { FlowModule, FlowValue } from '../../../backend/flows/flow.contract.ts';

/** One setting of a step before and after; `null` where it is not set. */
export type FieldChange = { readonly field: string; readonly before: unknown; readonly after: unknown };

/** What became of a step between two versions. */
export type StepChange = {
  readonly step: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** It stands in another place than before. */
  readonly isMoved: boolean;
  readonly fields: readonly FieldChange[];
  /** Its code, where that differs. */
  readonly code: { readonly before: string; readonly after: string; readonly language: string } | null;
};

/** The difference of two flows. `merged` is the newer one with the removed steps where they were, to be drawn. */
export type FlowDifference = { readonly steps: readonly StepChange[]; readonly merged: FlowValue };

/** Compares two flows step by step: a step is the same one as long as it has its id. */
export function diffFlows(before: FlowValue, after: FlowValue): FlowDifference {
  const [old, now] = [defineFlow(before), defineFlow(after)];
  const steps: StepChange[] = [];
  for (const [id, located] of now.steps) {
    const was = old.steps.get(id);
    const change = was ? changeOf(old, was, now, located) : { step: id, kind: 'added' as const, isMoved: false, fields: [], code: null };
    if (change) steps.push(change);
  }
  for (const id of old.steps.keys()) if (!now.steps.has(id)) steps.push({ step: id, kind: 'removed', isMoved: false, fields: [], code: null });
  return { steps, merged: merge(old, now, after) };
}

function changeOf(old: FlowDefinition, was: Located, now: FlowDefinition, is: Located): StepChange | null {
  const [first, second] = [ownPart(was.module), ownPart(is.module)];
  const fields = fieldsOf(first, second);
  const code = codeOf(was.module, is.module);
  const isMoved = placeOf(was) !== placeOf(is) || isReordered(old, was, now, is);
  return fields.length > 0 || code || isMoved ? { step: is.module.id, kind: 'changed', isMoved, fields, code } : null;
}

/** A step without its id, its code and the steps below it, one entry for each setting. */
function ownPart(module: FlowModule): Map<string, unknown> {
  const copy = structuredClone(module) as Record<string, unknown> & FlowModule;
  for (const { modules } of sequencesBelow(copy, '')) (modules as FlowModule[]).length = 0;
  const { id: _id, value, finally: _finally, on_rollback: _rollback, ...settings } = copy;
  const { input_transforms: inputs = {}, content: _content, ...rest } = value as Record<string, unknown>;
  const entries = [
    ...Object.entries(settings),
    ...Object.entries(inputs as Record<string, unknown>).map(([name, input]) => [`input ${name}`, input] as const),
    ...Object.entries(rest).map(([name, part]) => [name === 'type' ? 'kind' : name, part] as const),
  ];
  return new Map(entries.filter(([, part]) => part !== null && part !== undefined));
}

function fieldsOf(first: ReadonlyMap<string, unknown>, second: ReadonlyMap<string, unknown>): FieldChange[] {
  return [...new Set([...first.keys(), ...second.keys()])]
    .map((field) => ({ field, before: first.get(field) ?? null, after: second.get(field) ?? null }))
    .filter(({ before, after }) => textOf(before) !== textOf(after));
}

/** The same text for the same value, in whatever order its keys stand. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

function codeOf({ value: was }: FlowModule, { value: is }: FlowModule): StepChange['code'] {
  const [before, after] = [was, is].map((value) => (value.type === 'rawscript' ? value.content : ''));
  if (before === after || before === undefined || after === undefined) return null;
  const language = is.type === 'rawscript' ? is.language : was.type === 'rawscript' ? was.language : '';
  return { before, after, language };
}

const placeOf = ({ sequence: { source } }: Located): string => JSON.stringify(source);

/** Whether it stands behind another of the steps that stay in its sequence. */
function isReordered(old: FlowDefinition, was: Located, now: FlowDefinition, is: Located): boolean {
  const stays = (other: Located | undefined): boolean => other !== undefined && placeOf(other) === placeOf(is);
  const [before, after] = [
    was.sequence.modules.filter(({ id }) => stays(now.steps.get(id))).map(({ id }) => id),
    is.sequence.modules.filter(({ id }) => placeOf(old.steps.get(id) ?? is) === placeOf(was) && old.steps.has(id)).map(({ id }) => id),
  ];
  return !longestCommon(before, after).has(is.module.id);
}

/** Members of a longest common subsequence: those outside of it are the fewest that were moved. */
function longestCommon(left: readonly string[], right: readonly string[]): ReadonlySet<string> {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1)
      (lengths[row] as number[])[column] = left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const members = new Set<string>();
  for (let row = 0, column = 0; row < left.length && column < right.length;) {
    if (left[row] === right[column]) {
      members.add(left[row] as string);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return members;
}

/** The newer flow with the removed steps put back behind the step that they followed. */
function merge(old: FlowDefinition, now: FlowDefinition, after: FlowValue): FlowValue {
  const merged = structuredClone(after);
  const places = new Map(defineFlow(merged).sequences.map(({ source, modules }) => [JSON.stringify(source), modules as FlowModule[]]));
  for (const { source, modules } of old.sequences) {
    const target = places.get(JSON.stringify(source));
    if (!target || source.kind === 'failure' || source.kind === 'preprocessor') continue;
    let position = 0;
    for (const module of modules) {
      const found = target.findIndex(({ id }) => id === module.id);
      if (found >= 0) position = found + 1;
      else if (!now.steps.has(module.id)) {
        target.splice(position, 0, withoutKept(module, now));
        position += 1;
      }
    }
  }
  for (const key of ['failure_module', 'preprocessor_module'] as const) {
    const removed = old.value[key];
    if (removed && !merged[key] && !now.steps.has(removed.id)) merged[key] = structuredClone(removed);
  }
  return merged;
}

/** A removed step with what was removed along with it; what moved out of it stands where it is now. */
function withoutKept(module: FlowModule, now: FlowDefinition): FlowModule {
  const copy = structuredClone(module);
  const pending = sequencesBelow(copy, '');
  for (let sequence = pending.pop(); sequence; sequence = pending.pop()) {
    const modules = sequence.modules as FlowModule[];
    modules.splice(0, modules.length, ...modules.filter(({ id }) => !now.steps.has(id)));
    for (const inner of modules) pending.push(...sequencesBelow(inner, ''));
  }
  return copy;
}
