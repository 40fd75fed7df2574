import type { JsonSchema } from '../../expressions/core/json-schema.ts';
import type { FlowModule } from '../flow.contract.ts';
import type { FlowDefinition, Located } from './definition.ts';

/**
 * Schemas of a runnable: `null` where there is none, `undefined` where nothing is known. Code of the flow itself, a `rawscript`,
 * goes by the id of its step.
 */
export type RunnableSchemas = (
  kind: 'script' | 'flow' | 'agent' | 'rawscript',
  path: string,
) => { readonly input?: JsonSchema; readonly result?: JsonSchema } | null | undefined;

/**
 * The steps whose results an expression of a step may read: the earlier ones of its sequence and of the sequences around it. In a
 * loop also those of the same body, itself included: they have the results of the iteration before, `null` in the first.
 */
export function visibleSteps(definition: FlowDefinition, { sequence, position }: Located): readonly FlowModule[] {
  const { source } = sequence;
  const visible = [...(source.kind === 'iteration' ? sequence.modules : sequence.modules.slice(0, position))];
  if (source.kind === 'failure')
    return [...definition.steps.values()].filter(({ sequence: { source: other } }) => other.kind === 'root').map(({ module }) => module);
  const around = 'step' in source ? definition.steps.get(source.step) : undefined;
  if (!around) return visible;
  if (source.kind === 'finally' || source.kind === 'rollback') visible.push(around.module);
  return [...visible, ...visibleSteps(definition, around)];
}

/** What is in scope of a step, as schemas. */
export function scopeOf(definition: FlowDefinition, located: Located, flowInput: JsonSchema, runnables: RunnableSchemas): Record<string, JsonSchema> {
  const { sequence, position } = located;
  const properties = Object.fromEntries(visibleSteps(definition, located).map((module) => [module.id, resultSchema(module, runnables)]));
  const before = sequence.modules[position - 1];
  const input = isInLoop(definition, located) ? withIteration(flowInput) : flowInput;
  const scope: Record<string, JsonSchema> = {
    flow_input: input,
    flow_env: envSchema(definition),
    previous_result: before ? resultSchema(before, runnables) : {},
    WM_SCHEDULED_FOR: { type: 'string' },
    WM_WORKSPACE: { type: 'string' },
    WM_JOB_ID: { type: 'string' },
    WM_FLOW_PATH: { type: 'string' },
    WM_USERNAME: { type: 'string' },
    WM_EMAIL: { type: 'string' },
  };
  if (sequence.source.kind !== 'preprocessor') scope.results = { type: 'object', properties, additionalProperties: false };
  if (before?.suspend) Object.assign(scope, { resume: {}, resumes: { type: 'array', items: {} }, approvers: { type: 'array', items: { type: 'string' } } });
  if (sequence.source.kind === 'failure')
    scope.error = {
      type: 'object',
      properties: {
        message: { type: 'string' },
        name: { type: 'string' },
        stack: { type: 'string' },
        step_id: { type: 'string' },
        code: { type: 'string' },
        result: {},
      },
    };
  if (sequence.source.kind === 'preprocessor') scope.event = {};
  return scope;
}

/** What a step gives, as far as that is known: a skipped step gives the previous result, so nothing is. */
export function resultSchema({ id, value, mock, skip_if: skip, continue_on_error: continues }: FlowModule, runnables: RunnableSchemas): JsonSchema {
  if (mock?.enabled || skip || continues) return {};
  switch (value.type) {
    case 'script':
    case 'flow':
      return runnables(value.type, value.path)?.result ?? {};
    case 'rawscript':
      return runnables('rawscript', id)?.result ?? {};
    case 'forloopflow':
    case 'whileloopflow': {
      const last = value.modules.at(-1);
      return { type: 'array', items: last && !value.skip_failures ? resultSchema(last, runnables) : {} };
    }
    case 'branchall':
      return { type: 'array', items: {} };
    case 'aiagent':
      return { type: 'object', properties: { output: {}, messages: { type: 'array', items: {} }, usage: { type: 'object' }, thread_id: { type: 'string' } } };
    default:
      return {};
  }
}

function isInLoop(definition: FlowDefinition, { sequence: { source } }: Located): boolean {
  if (source.kind === 'iteration' || source.kind === 'failure') return true;
  const around = 'step' in source ? definition.steps.get(source.step) : undefined;
  return around !== undefined && isInLoop(definition, around);
}

function withIteration(schema: JsonSchema): JsonSchema {
  const isListed = schema.properties && Object.keys(schema.properties).length > 0;
  const iteration = { type: 'object', properties: { index: { type: 'integer' }, value: {} } };
  return isListed ? { ...schema, properties: { ...schema.properties, iter: iteration, iter_parent: {} } } : schema;
}

function envSchema({ value: { flow_env: env } }: FlowDefinition): JsonSchema {
  return { type: 'object', properties: Object.fromEntries(Object.keys(env ?? {}).map((name) => [name, {}])), additionalProperties: false };
}
