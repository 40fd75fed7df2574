import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import type { FlowValue, InputTransforms } from '../../../../backend/flows/flow.contract.ts';
import { RunApprovalFields } from '../../../approvals/RunApprovalFields.tsx';
import { JsonObjectText } from '../schema/JsonObjectText.tsx';
import { NamesSetting, NumberSetting, SecondsSetting, TextSetting } from '../settings/fields.tsx';
import settings from '../settings/Settings.module.css';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import { titleOfStep } from '../../graph/step-looks.ts';

type SetFlow = (key: keyof FlowValue, value: unknown) => void;
type PartProps = { value: FlowValue; set: SetFlow };

/** What is set on a flow as a whole. */
export function FlowSettings({ editor }: { editor: FlowEditor }): ReactNode {
  const { document, run } = editor;
  const set: SetFlow = (key, value) => run({ do: 'set_flow', field: ['value', key], value });
  const { value } = document;
  return (
    <div className={settings.panel}>
      <section className={settings.group} aria-label="About the flow">
        <TextInput
          label="Summary"
          value={document.summary}
          maxLength={300}
          onChange={(event) => run({ do: 'set_flow', field: ['summary'], value: event.currentTarget.value })}
          placeholder="Refund an order"
        />
        <Textarea
          label="Description"
          description="Shown above its form."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={document.description}
          maxLength={20_000}
          autosize
          minRows={2}
          maxRows={10}
          onChange={(event) => run({ do: 'set_flow', field: ['description'], value: event.currentTarget.value })}
        />
        <TextSetting
          label="Tag"
          hint="Which workers may take steps that have no tag of their own."
          value={document.tag}
          onChange={(tag) => run({ do: 'set_flow', field: ['tag'], value: tag })}
        />
      </section>
      <section className={settings.group} aria-label="Who runs it">
        <h2 className={settings.heading}>Who runs it</h2>
        <RunApprovalFields value={value.run_approval ?? undefined} onChange={(next) => set('run_approval', next)} />
      </section>
      <RootModules editor={editor} />
      <Answer value={value} set={set} />
      <Limits value={value} set={set} />
      <section className={settings.group} aria-label="Constants">
        <h2 className={settings.heading}>Constants</h2>
        <p className={settings.quiet}>Steps read them as flow_env.&lt;name&gt;. For secrets take variables.</p>
        <JsonObjectText
          label="Constants of the flow"
          schema={(value.flow_env ?? {}) as Record<string, never>}
          onChange={(env) => set('flow_env', Object.keys(env).length > 0 ? env : undefined)}
          minHeight={72}
        />
      </section>
    </div>
  );
}

/** The two steps beside the sequence. */
function RootModules({ editor }: { editor: FlowEditor }): ReactNode {
  const { value } = editor.document;
  const code =
    'export async function main(error: { message: string; name: string; step_id: string }) {\n  console.log(`${error.step_id} failed: ${error.message}`);\n}\n';
  const event = 'export async function preprocessor(event: { kind: string; body?: unknown }) {\n  return { ...(event.body as object) };\n}\n';
  const toggle = (which: 'failure_module' | 'preprocessor_module', content: string): void => {
    const input_transforms: InputTransforms = which === 'failure_module' ? { error: { type: 'javascript', expr: 'error' } } : {};
    editor.run({
      do: 'set_root_module',
      which,
      step: value[which] ? null : { id: 'new', value: { type: 'rawscript', language: 'bun', content, input_transforms } },
    });
  };
  return (
    <section className={settings.group} aria-label="Handlers">
      <h2 className={settings.heading}>Handlers</h2>
      <Switch
        label="When a step fails"
        description="A step that runs once for a failure, with the error at hand."
        checked={Boolean(value.failure_module)}
        onChange={() => toggle('failure_module', code)}
      />
      <Switch
        label="Preprocessor"
        description="A step that makes the input of the flow out of what a trigger sends, such as the body of a webhook."
        checked={Boolean(value.preprocessor_module)}
        onChange={() => toggle('preprocessor_module', event)}
      />
    </section>
  );
}

function Answer({ value, set }: PartProps): ReactNode {
  const steps = [...defineFlow({ modules: value.modules }).steps.values()].map(({ module }) => ({
    value: module.id,
    label: `${titleOfStep(module)} (${module.id})`,
  }));
  const known = value.early_return;
  const options = known && !steps.some((one) => one.value === known) ? [...steps, { value: known, label: known }] : steps;
  return (
    <section className={settings.group} aria-label="Answer and skip">
      <h2 className={settings.heading}>Answer and skip</h2>
      <Select
        label="Answer early with the result of"
        description="Who waits for the result gets it when this step ends; the flow goes on."
        data={options}
        value={known ?? null}
        onChange={(next) => set('early_return', next ?? undefined)}
        clearable
        searchable
        placeholder="The end of the flow"
      />
      <TextSetting
        label="Skip the run when"
        hint="An expression over flow_input."
        value={value.skip_expr}
        onChange={(next) => set('skip_expr', next)}
        placeholder="flow_input.amount == 0"
      />
    </section>
  );
}

function DebounceFields({ value, set }: PartProps): ReactNode {
  return (
    <>
      <TextSetting
        label="Debounce key"
        hint="What counts as the same, such as {{args.customer}}. Empty: every run of this flow."
        value={value.debounce_key}
        onChange={(next) => set('debounce_key', next)}
      />
      <div className={settings.pair}>
        <SecondsSetting
          label="Debounce at most"
          value={value.max_total_debouncing_time}
          isWhole={false}
          onChange={(next) => set('max_total_debouncing_time', next)}
        />
        <NumberSetting label="Calls at most" value={value.max_total_debounces_amount} onChange={(next) => set('max_total_debounces_amount', next)} />
      </div>
      <NamesSetting
        label="Put lists together"
        hint="Arguments whose lists the run gets from all calls."
        value={value.debounce_args_to_accumulate}
        onChange={(next) => set('debounce_args_to_accumulate', next)}
      />
    </>
  );
}

function Limits({ value, set }: PartProps): ReactNode {
  const hasDebounce = value.debounce_delay_s !== undefined;
  return (
    <section className={settings.group} aria-label="Limits">
      <h2 className={settings.heading}>Limits</h2>
      <div className={settings.pair}>
        <NumberSetting label="Runs at once" value={value.concurrent_limit} min={1} placeholder="any" onChange={(next) => set('concurrent_limit', next)} />
        <SecondsSetting
          label="Within"
          value={value.concurrency_time_window_s}
          placeholder="while they run"
          onChange={(next) => set('concurrency_time_window_s', next)}
        />
      </div>
      {value.concurrent_limit && (
        <TextSetting
          label="Key"
          hint="Flows with the same key share the limit."
          value={value.concurrency_key}
          onChange={(next) => set('concurrency_key', next)}
        />
      )}
      <div className={settings.pair}>
        <NumberSetting label="Priority" value={value.priority} min={-100} max={100} placeholder="0" onChange={(next) => set('priority', next)} />
        <SecondsSetting
          label="Keep the result"
          hint="For the same input"
          value={value.cache_ttl}
          placeholder="not"
          onChange={(next) => set('cache_ttl', next)}
        />
      </div>
      <div className={settings.pair}>
        <SecondsSetting
          label="Delete data after"
          hint="The end of the run"
          value={value.delete_after_secs}
          placeholder="as the workspace"
          onChange={(next) => set('delete_after_secs', next)}
        />
        <SecondsSetting
          label="Debounce"
          hint="Of several only the last"
          value={value.debounce_delay_s}
          placeholder="not"
          isWhole={false}
          onChange={(next) => set('debounce_delay_s', next)}
        />
      </div>
      {hasDebounce && <DebounceFields value={value} set={set} />}
      <Switch
        label="One worker for all steps"
        description="They share the folder ./shared, which is lost with that worker."
        checked={value.same_worker ?? false}
        onChange={(event) => set('same_worker', event.currentTarget.checked || undefined)}
      />
      <Switch
        label="Keep the tags of steps"
        description="Steps go to workers by their own tags even where the flow has one."
        checked={value.preserve_step_tags ?? false}
        onChange={(event) => set('preserve_step_tags', event.currentTarget.checked || undefined)}
      />
    </section>
  );
}
