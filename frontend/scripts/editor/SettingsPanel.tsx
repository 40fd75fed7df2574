import { Button, NumberInput, Select, Switch, TagsInput, TextInput, Textarea } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ScriptSettings } from '../../../backend/scripts/scripts.contract.ts';
import { RunApprovalFields } from '../../approvals/RunApprovalFields.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import classes from './panels.module.css';
import type { ScriptSource } from './script-source.ts';
import {
  type EnvironmentRow,
  problemOfVariable,
  rowsOfEnvironment,
  withConcurrency,
  withDebounce,
  withEnvironment,
  withRetry,
  withSetting,
} from './settings-edit.ts';

/** Props of {@link SettingsPanel}. */
export type SettingsPanelProps = { source: ScriptSource; onChange: (part: Partial<ScriptSource>) => void };

type NumberFieldProps = {
  label: string;
  description?: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  min?: number;
  max?: number;
  placeholder?: string;
  suffix?: string;
  isWhole?: boolean;
};

/** A number that may be left empty: then the default holds. */
function NumberField({ label, description, value, onChange, min = 0, max, placeholder, suffix, isWhole = true }: NumberFieldProps): ReactNode {
  return (
    <NumberInput
      label={label}
      description={description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      min={min}
      max={max}
      allowDecimal={!isWhole}
      placeholder={placeholder}
      suffix={suffix}
    />
  );
}

function Group({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.groupTitle}>{title}</legend>
      {children}
    </fieldset>
  );
}

/** What the script is called and how it runs. It is deployed with the code, as a part of its version. */
export function SettingsPanel({ source, onChange }: SettingsPanelProps): ReactNode {
  const { settings } = source;
  const set = (next: ScriptSettings): void => onChange({ settings: next });
  return (
    <div className={classes.panel}>
      <TextInput
        label="Summary"
        value={source.summary}
        maxLength={300}
        onChange={(event) => onChange({ summary: event.currentTarget.value })}
        placeholder="Refund an order"
      />
      <Textarea
        label="Description"
        description="Shown above its form."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={source.description}
        maxLength={20_000}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <Group title="Where and how long">
        <div className={classes.pair}>
          <TextInput
            label="Tag"
            description="Which workers may take it"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder={source.language}
            value={settings.tag ?? ''}
            onChange={(event) => set(withSetting(settings, 'tag', event.currentTarget.value || undefined))}
            error={settings.tag && !/^[A-Za-z0-9_.:-]+$/.test(settings.tag) ? 'Letters, digits, "_", ".", ":" and "-"' : undefined}
          />
          <NumberField
            label="Time limit"
            description="Then it is stopped"
            value={settings.timeout_s}
            onChange={(value) => set(withSetting(settings, 'timeout_s', value))}
            min={1}
            suffix=" s"
            isWhole={false}
          />
          <NumberField
            label="Priority"
            description="Higher goes first"
            value={settings.priority}
            onChange={(value) => set(withSetting(settings, 'priority', value))}
            min={-100}
            max={100}
            placeholder="0"
          />
        </div>
      </Group>
      <Group title="Who runs it">
        <RunApprovalFields value={settings.run_approval} onChange={(value) => set(withSetting(settings, 'run_approval', value))} />
      </Group>
      <Retries settings={settings} set={set} />
      <Limits settings={settings} set={set} />
      <Behaviour settings={settings} set={set} />
      <Environment settings={settings} set={set} />
    </div>
  );
}

type PartProps = { settings: ScriptSettings; set: (settings: ScriptSettings) => void };

function Retries({ settings, set }: PartProps): ReactNode {
  const { retry } = settings;
  return (
    <Group title="After a failure">
      <div className={classes.pair}>
        <NumberField
          label="Try again"
          description="Times, after the first run"
          value={retry?.attempts}
          onChange={(attempts) => set(withRetry(settings, { attempts: attempts ?? 0 }))}
          max={100}
          placeholder="0"
        />
        {retry && (
          <>
            <NumberField
              label="Wait first"
              value={retry.delay_s}
              onChange={(delayS) => set(withRetry(settings, { delay_s: delayS ?? 1 }))}
              suffix=" s"
              isWhole={false}
            />
            <Select
              label="Then wait"
              data={[
                { value: 'exponential', label: 'Longer each time' },
                { value: 'constant', label: 'As long again' },
              ]}
              value={retry.backoff}
              onChange={(backoff) => backoff && set(withRetry(settings, { backoff: backoff === 'constant' ? 'constant' : 'exponential' }))}
              allowDeselect={false}
            />
            {retry.backoff === 'exponential' && (
              <NumberField
                label="At most"
                value={retry.max_delay_s}
                onChange={(maxDelayS) => set(withRetry(settings, { max_delay_s: maxDelayS ?? 600 }))}
                suffix=" s"
                isWhole={false}
              />
            )}
          </>
        )}
      </div>
      {retry && (
        <Switch
          label="Vary the waits a little, so that many runs do not come back at once"
          checked={retry.jitter}
          onChange={(event) => set(withRetry(settings, { jitter: event.currentTarget.checked }))}
        />
      )}
      <Switch
        label="Never run twice: a run whose worker was lost fails and is not started again"
        checked={settings.idempotent === false}
        onChange={(event) => set(withSetting(settings, 'idempotent', event.currentTarget.checked ? false : undefined))}
      />
    </Group>
  );
}

function Limits({ settings, set }: PartProps): ReactNode {
  const { concurrency, debounce } = settings;
  return (
    <Group title="Limits">
      <div className={classes.pair}>
        <NumberField
          label="At most at once"
          value={concurrency?.max}
          onChange={(max) => set(withConcurrency(settings, { max }))}
          min={1}
          max={10_000}
          placeholder="No limit"
        />
        {concurrency && (
          <>
            <NumberField
              label="Starts within"
              description="Makes it a rate"
              value={concurrency.window_s}
              onChange={(windowS) => set(withConcurrency(settings, { window_s: windowS }))}
              min={1}
              max={86_400}
              suffix=" s"
              placeholder="–"
            />
            <TextInput
              label="For each"
              description="May hold {{args.customer}}"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={concurrency.key ?? ''}
              onChange={(event) => set(withConcurrency(settings, { key: event.currentTarget.value }))}
              placeholder="this script"
              maxLength={200}
            />
          </>
        )}
      </div>
      <div className={classes.pair}>
        <NumberField
          label="Merge calls within"
          description="They become one run"
          value={debounce?.delay_s}
          onChange={(delayS) => set(withDebounce(settings, { delay_s: delayS }))}
          min={0.1}
          suffix=" s"
          placeholder="Do not merge"
          isWhole={false}
        />
        {debounce && (
          <>
            <NumberField
              label="Wait at most"
              value={debounce.max_wait_s}
              onChange={(maxWaitS) => set(withDebounce(settings, { max_wait_s: maxWaitS }))}
              min={0.1}
              suffix=" s"
              placeholder="–"
              isWhole={false}
            />
            <TextInput
              label="For each"
              value={debounce.key ?? ''}
              onChange={(event) => set(withDebounce(settings, { key: event.currentTarget.value }))}
              placeholder="this script"
              maxLength={200}
            />
            <NumberField
              label="Calls at most"
              description="So many run without waiting"
              value={debounce.max_calls}
              onChange={(maxCalls) => set(withDebounce(settings, { max_calls: maxCalls }))}
              min={1}
              max={1000}
              placeholder="–"
            />
          </>
        )}
      </div>
      {debounce && (
        <TagsInput
          label="Put lists together"
          description="Arguments whose lists the run gets from all calls"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={debounce.gather ?? []}
          onChange={(gather) => set(withDebounce(settings, { gather }))}
          placeholder={debounce.gather?.length ? '' : 'The last call alone'}
          maxTags={20}
        />
      )}
    </Group>
  );
}

function Behaviour({ settings, set }: PartProps): ReactNode {
  return (
    <Group title="Results and processes">
      <div className={classes.pair}>
        <NumberField
          label="Reuse a result for"
          description="When the arguments are equal"
          value={settings.cache_ttl_s}
          onChange={(value) => set(withSetting(settings, 'cache_ttl_s', value))}
          min={1}
          suffix=" s"
          placeholder="Never"
        />
        <NumberField
          label="Delete runs after"
          description="Arguments, result and log"
          value={settings.delete_after_s}
          onChange={(value) => set(withSetting(settings, 'delete_after_s', value))}
          min={1}
          suffix=" s"
          placeholder="Keep"
        />
      </div>
      <Switch
        label="A fresh process for every run"
        checked={settings.isolation === 'fresh'}
        onChange={(event) => set(withSetting(settings, 'isolation', event.currentTarget.checked ? 'fresh' : undefined))}
      />
      <Switch
        label="Read only: it promises to change nothing"
        checked={settings.is_read_only === true}
        onChange={(event) => set(withSetting(settings, 'is_read_only', event.currentTarget.checked ? true : undefined))}
      />
    </Group>
  );
}

function Environment({ settings, set }: PartProps): ReactNode {
  const [rows, setRows] = useState<EnvironmentRow[]>(() => rowsOfEnvironment(settings));
  const change = (next: EnvironmentRow[]): void => {
    setRows(next);
    set(withEnvironment(settings, next));
  };
  const edit = (index: number, part: Partial<EnvironmentRow>): void => change(rows.map((row, position) => (position === index ? { ...row, ...part } : row)));
  return (
    <Group title="Environment variables">
      {rows.map((row, index) => (
        <div key={index} className={classes.variable}>
          <TextInput
            aria-label="Name"
            placeholder="NAME"
            value={row.name}
            onChange={(event) => edit(index, { name: event.currentTarget.value.trim() })}
            error={problemOfVariable(rows, index)}
            spellCheck={false}
          />
          <TextInput
            aria-label={`Value of ${row.name || 'the variable'}`}
            placeholder="value"
            value={row.value}
            onChange={(event) => edit(index, { value: event.currentTarget.value })}
            spellCheck={false}
          />
          <IconButton
            label={`Remove ${row.name || 'the variable'}`}
            icon={<IconX />}
            onClick={() => change(rows.filter((_, position) => position !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="xs" leftSection={<IconPlus />} onClick={() => setRows([...rows, { name: '', value: '' }])}>
          Add variable
        </Button>
      </div>
      <p className={classes.quiet}>Secrets belong into a secret variable, and are read with the SDK or given as an argument.</p>
    </Group>
  );
}
