import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { defineFlow, type FlowDefinition, type Located } from '../../../../backend/flows/core/definition.ts';
import { scopeOf, visibleSteps, type RunnableSchemas } from '../../../../backend/flows/core/scope.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import type { FlowRunStep } from '../../../../backend/flows/flow-runs.contract.ts';
import { jobQuery } from '../../../runs/runs.api.ts';
import { titleOfStep } from '../../graph/step-looks.ts';
import { stepResultQuery } from '../../run/flow-runs.api.ts';
import type { FlowDocument } from '../document/flow-document.ts';
import type { LiveCheck } from '../state/useFlowCheck.ts';
import { pinnedResults, rootsOf, type ConnectNode, type StepTitles } from './connect-tree.ts';
import { evaluateHere } from './evaluation.ts';

/** What an expression of a step can read: what is known of it by type, and the values that the last run had. */
export type StepScope = {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly roots: readonly ConnectNode[];
  /** Whether variables and resources of the workspace can be read; where absent, they can. */
  readonly hasLookups?: boolean;
};

/** The run that last known values are taken from. */
export type ValuesOfRun = { readonly jobId: string | null; readonly stepsById: ReadonlyMap<string, FlowRunStep> };

const empty: StepScope = { schemas: {}, values: {}, roots: [] };

/** The scope of a step, with types from the check and values from the last run. */
export function useScope(workspace: string, document: FlowDocument, step: string | null, check: LiveCheck, run: ValuesOfRun): StepScope {
  const { value, schema } = document;
  const definition = useMemo(() => defineFlow(value), [value]);
  const located = step === null ? undefined : definition.steps.get(step);
  const schemas = useMemo(() => (located ? scopeOf(definition, located, schema, schemasOf(definition, check)) : {}), [definition, located, schema, check]);
  const visible = useMemo(() => (located ? visibleSteps(definition, located) : []), [definition, located]);
  const ran = useResults(workspace, visible, run);
  const results = useMemo(() => ({ ...ran, ...pinnedResults(visible) }), [ran, visible]);
  const args = useQuery({ ...jobQuery(workspace, run.jobId ?? ''), enabled: run.jobId !== null }).data?.args;
  const plain = useMemo(() => plainValues(value.flow_env, args, results, located), [value.flow_env, args, results, located]);
  const values = useIteration(definition, located, plain);
  return useMemo(() => {
    if (!located) return empty;
    const titles: StepTitles = new Map([...definition.steps.values()].map(({ module }) => [module.id, titleOfStep(module)]));
    return { schemas, values, roots: rootsOf(schemas, values, titles) };
  }, [located, definition, schemas, values]);
}

function schemasOf({ steps }: FlowDefinition, { inputs, outputs }: LiveCheck): RunnableSchemas {
  const byPath = new Map<string, string>(
    [...steps.values()].flatMap(({ module: { id, value } }) =>
      value.type === 'script' || value.type === 'flow' ? [[`${value.type} ${value.path}`, id] as const] : [],
    ),
  );
  return (kind, path) => {
    const id = kind === 'rawscript' ? path : byPath.get(`${kind} ${path}`);
    return id === undefined ? undefined : { input: inputs[id], result: outputs[id] };
  };
}

function useResults(workspace: string, visible: readonly FlowModule[], { jobId, stepsById }: ValuesOfRun): Readonly<Record<string, unknown>> {
  const wanted = jobId === null ? [] : visible.flatMap(({ id }) => stepsById.get(id) ?? []).filter((step) => step.has_result);
  return useQueries({
    queries: wanted.map((step) => stepResultQuery(workspace, jobId ?? '', step, step.ended_at)),
    combine: (answers) => {
      const found: Record<string, unknown> = {};
      for (const [index, { data }] of answers.entries()) if (data !== undefined && wanted[index]) found[wanted[index].step] = data;
      return found;
    },
  });
}

function plainValues(env: unknown, args: unknown, results: Readonly<Record<string, unknown>>, located: Located | undefined): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = { flow_env: env ?? {} };
  if (args !== undefined) values['flow_input'] = args;
  if (Object.keys(results).length > 0) values['results'] = results;
  const before = located?.sequence.modules[located.position - 1];
  if (before && Object.hasOwn(results, before.id)) values['previous_result'] = results[before.id];
  else if (!before && located?.sequence.source.kind === 'root' && args !== undefined) values['previous_result'] = args;
  return values;
}

/** In a loop there is also `flow_input.iter`: the first item that the loop would go over. */
function useIteration(definition: FlowDefinition, located: Located | undefined, plain: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const loop = located && loopAround(definition, located);
  const iterator = loop?.value.type === 'forloopflow' ? loop.value.iterator : undefined;
  const [item, setItem] = useState<{ value: unknown } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setItem(null);
    const take = (list: unknown): void => void (isCurrent && Array.isArray(list) && list.length > 0 && setItem({ value: list[0] }));
    if (iterator?.type === 'static') take(iterator.value);
    else if (iterator?.type === 'javascript') void evaluateHere(iterator.expr, plain).then((answer) => answer.kind === 'value' && take(answer.value));
    return () => void (isCurrent = false);
  }, [iterator, plain]);
  return useMemo(() => {
    if (!item) return plain;
    const iter = { index: 0, value: item.value };
    return { ...plain, flow_input: { ...(plain['flow_input'] as object | undefined), iter }, iter };
  }, [plain, item]);
}

function loopAround(definition: FlowDefinition, located: Located): Located['module'] | undefined {
  let place: Located | undefined = located;
  while (place) {
    const source: Located['sequence']['source'] = place.sequence.source;
    place = 'step' in source ? definition.steps.get(source.step) : undefined;
    if (source.kind === 'iteration') return place?.module;
  }
  return undefined;
}
