import { z } from 'zod';
import { RunApproval } from '../approvals/approvals.contract.ts';

const Text = z.string().max(20_000);
const Code = z.string().max(1_000_000);
const Expression = z.string().max(100_000).describe('JavaScript expression');

/** How a value comes to an input: as it stands, as an expression over what is in scope, or chosen by an agent. */
export const InputTransform = z
  .discriminatedUnion('type', [
    z.looseObject({ type: z.literal('static'), value: z.unknown().optional() }),
    z.looseObject({ type: z.literal('javascript'), expr: Expression }),
    z.looseObject({ type: z.literal('ai') }),
  ])
  .meta({ id: 'InputTransform' });
export type InputTransform = z.infer<typeof InputTransform>;

export const InputTransforms = z.record(z.string(), InputTransform).meta({ id: 'InputTransforms' });
export type InputTransforms = z.infer<typeof InputTransforms>;

/** When to run a failed step again. After the constant attempts come the exponential ones. */
export const FlowRetry = z
  .looseObject({
    constant: z.looseObject({ attempts: z.number().int().min(0).max(1000).optional(), seconds: z.number().min(0).max(21_600).optional() }).optional(),
    exponential: z
      .looseObject({
        attempts: z.number().int().min(0).max(1000).optional(),
        multiplier: z.number().min(0).optional(),
        seconds: z.number().min(0).max(21_600).optional(),
        random_factor: z.number().min(0).max(100).optional().describe('Percent of the delay, added or taken'),
      })
      .optional(),
    retry_if: z.looseObject({ expr: Expression }).optional(),
  })
  .meta({ id: 'FlowRetry' });
export type FlowRetry = z.infer<typeof FlowRetry>;

/** Ends the sequence early. With an `error_message` it ends as a failure, and an empty one has a text of its own. */
export const StopAfterIf = z
  .looseObject({
    expr: Expression,
    skip_if_stopped: z.boolean().optional(),
    error_message: Text.nullable().optional(),
    error_include_result: z.boolean().optional(),
  })
  .meta({ id: 'StopAfterIf' });
export type StopAfterIf = z.infer<typeof StopAfterIf>;

/** Asks people after the step and before the next one. */
export const Suspend = z
  .looseObject({
    required_events: z.number().int().min(0).max(100).optional(),
    timeout: z.number().min(0).max(31_536_000).optional().describe('Seconds; 1800 where absent'),
    resume_form: z
      .looseObject({ schema: z.record(z.string(), z.unknown()).optional() })
      .nullable()
      .optional(),
    user_auth_required: z.boolean().optional(),
    user_groups_required: InputTransform.optional(),
    self_approval_disabled: z.boolean().optional(),
    hide_cancel: z.boolean().optional(),
    continue_on_disapprove_timeout: z.boolean().optional(),
    skin: z.string().max(40).optional(),
  })
  .meta({ id: 'FlowSuspend' });
export type Suspend = z.infer<typeof Suspend>;

const LegacySeconds = z.union([z.number().min(0), InputTransform]);

/** Debounce of a step or flow, in the words of OpenFlow. */
export const FlowDebounce = z.looseObject({
  debounce_delay_s: z.number().min(0).optional(),
  debounce_key: z.string().max(300).optional(),
  debounce_args_to_accumulate: z.array(z.string()).optional(),
  max_total_debouncing_time: z.number().min(0).optional(),
  max_total_debounces_amount: z.number().int().min(0).optional(),
});

const rawscript = z.looseObject({
  type: z.literal('rawscript'),
  input_transforms: InputTransforms.optional(),
  content: Code,
  language: z.string().max(40),
  lock: z.string().nullable().optional(),
  path: z.string().max(255).nullable().optional(),
  tag: z.string().max(60).nullable().optional(),
  concurrent_limit: z.number().int().min(1).nullable().optional(),
  concurrency_time_window_s: z.number().int().min(0).nullable().optional(),
  custom_concurrency_key: z.string().max(300).nullable().optional(),
  is_trigger: z.boolean().optional(),
  assets: z.array(z.unknown()).optional(),
});
const script = z.looseObject({
  type: z.literal('script'),
  path: z.string().min(1).max(255),
  hash: z.string().nullable().optional(),
  input_transforms: InputTransforms.optional(),
  tag_override: z.string().max(60).nullable().optional(),
  is_trigger: z.boolean().optional(),
});
const flow = z.looseObject({ type: z.literal('flow'), path: z.string().min(1).max(255), input_transforms: InputTransforms.optional() });
const forloop = z.looseObject({
  type: z.literal('forloopflow'),
  get modules() {
    return z.array(FlowModule);
  },
  iterator: InputTransform,
  skip_failures: z.boolean().optional(),
  parallel: z.boolean().optional(),
  parallelism: LegacySeconds.optional(),
  squash: z.boolean().optional(),
});
const whileloop = z.looseObject({
  type: z.literal('whileloopflow'),
  get modules() {
    return z.array(FlowModule);
  },
  skip_failures: z.boolean().optional(),
  parallel: z.boolean().optional(),
  parallelism: LegacySeconds.optional(),
  squash: z.boolean().optional(),
});
const branchone = z.looseObject({
  type: z.literal('branchone'),
  get branches() {
    return z.array(z.looseObject({ summary: Text.optional(), expr: Expression, modules: z.array(FlowModule) }));
  },
  get default() {
    return z.array(FlowModule).optional();
  },
});
const branchall = z.looseObject({
  type: z.literal('branchall'),
  get branches() {
    return z.array(z.looseObject({ summary: Text.optional(), skip_failure: z.boolean().optional(), modules: z.array(FlowModule) }));
  },
  parallel: z.boolean().optional(),
});
const identity = z.looseObject({ type: z.literal('identity'), flow: z.boolean().optional() });
const aiagent = z.looseObject({
  type: z.literal('aiagent'),
  input_transforms: InputTransforms.optional(),
  tools: z.array(z.looseObject({ id: z.string(), summary: Text.optional(), value: z.looseObject({}) })).optional(),
  tag: z.string().max(60).nullable().optional(),
  parallel: z.boolean().optional(),
  agent: z.string().optional(),
});
const switchOn = z.looseObject({
  type: z.literal('switch'),
  value: InputTransform,
  get cases() {
    return z.array(z.looseObject({ summary: Text.optional(), equals: z.array(z.unknown()).min(1), modules: z.array(FlowModule) }));
  },
  get default() {
    return z.array(FlowModule).optional();
  },
});
const waitForEvent = z.looseObject({
  type: z.literal('wait_for_event'),
  key: InputTransform,
  timeout: z.number().min(0).max(31_536_000).optional().describe('Seconds; the step fails after it'),
});

/** What a step does. The first nine are OpenFlow's, `switch` and `wait_for_event` are Millrace's own. Fields that are not known stay. */
export const FlowModuleValue = z.discriminatedUnion('type', [
  rawscript,
  script,
  flow,
  forloop,
  whileloop,
  branchone,
  branchall,
  identity,
  aiagent,
  switchOn,
  waitForEvent,
]);
export type FlowModuleValue = z.infer<typeof FlowModuleValue>;

/** One step. `finally`, `on_rollback` and `cache_key` are Millrace's own. */
export const FlowModule = z.looseObject({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'letters, digits, _ and -, beginning with a letter'),
  value: FlowModuleValue,
  summary: Text.nullable().optional(),
  stop_after_if: StopAfterIf.nullable().optional(),
  stop_after_all_iters_if: StopAfterIf.nullable().optional(),
  skip_if: z.looseObject({ expr: Expression }).nullable().optional(),
  sleep: InputTransform.nullable().optional(),
  cache_ttl: z.number().min(0).nullable().optional(),
  cache_ignore_s3_path: z.boolean().optional(),
  cache_key: InputTransform.nullable().optional(),
  timeout: LegacySeconds.nullable().optional(),
  delete_after_secs: z.number().int().min(0).nullable().optional(),
  delete_after_use: z.boolean().nullable().optional(),
  mock: z.looseObject({ enabled: z.boolean().optional(), return_value: z.unknown().optional() }).nullable().optional(),
  suspend: Suspend.nullable().optional(),
  priority: z.number().int().nullable().optional(),
  continue_on_error: z.boolean().nullable().optional(),
  retry: FlowRetry.nullable().optional(),
  debouncing: FlowDebounce.nullable().optional(),
  get finally() {
    return z.array(FlowModule).optional();
  },
  get on_rollback() {
    return z.array(FlowModule).optional();
  },
});
export type FlowModule = z.infer<typeof FlowModule>;

/** The graph of a flow, as OpenFlow writes it. */
export const FlowValue = z
  .looseObject({
    modules: z.array(FlowModule),
    failure_module: FlowModule.nullable().optional(),
    preprocessor_module: FlowModule.nullable().optional(),
    same_worker: z.boolean().optional(),
    preserve_step_tags: z.boolean().optional(),
    concurrent_limit: z.number().int().min(1).nullable().optional(),
    concurrency_key: z.string().max(300).nullable().optional(),
    concurrency_time_window_s: z.number().int().min(0).nullable().optional(),
    ...FlowDebounce.shape,
    skip_expr: Expression.nullable().optional(),
    cache_ttl: z.number().min(0).nullable().optional(),
    cache_ignore_s3_path: z.boolean().optional(),
    delete_after_secs: z.number().int().min(0).nullable().optional(),
    flow_env: z.record(z.string(), z.unknown()).nullable().optional(),
    priority: z.number().int().nullable().optional(),
    early_return: Expression.nullable().optional(),
    run_approval: RunApproval.nullable().optional().describe('Who may not change the flow has to ask before it runs'),
    chat_input_enabled: z.boolean().optional(),
    notes: z.array(z.looseObject({ id: z.string(), text: z.string(), color: z.string(), type: z.string() })).optional(),
    groups: z.array(z.looseObject({ start_id: z.string(), end_id: z.string() })).optional(),
  })
  .meta({ id: 'FlowValue' });
export type FlowValue = z.infer<typeof FlowValue>;

/** A flow in its file form. */
export const OpenFlow = z
  .looseObject({
    summary: z.string().max(300).optional(),
    description: z.string().max(20_000).optional(),
    value: FlowValue,
    schema: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'OpenFlow' });
export type OpenFlow = z.infer<typeof OpenFlow>;
