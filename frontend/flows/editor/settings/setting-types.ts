import type { ComponentType } from 'react';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';

/** A setting of a step that can be turned on: a new one is a file here and a line in `step-settings.ts`. */
export type StepSetting = {
  readonly id: string;
  readonly group: SettingGroup;
  readonly label: string;
  /** In plain words: what it does, and when. */
  readonly hint: string;
  readonly fits: (step: FlowModule) => boolean;
  readonly isOn: (step: FlowModule) => boolean;
  /** The step with the setting as it begins. */
  readonly turnOn: (step: FlowModule) => FlowModule;
  readonly turnOff: (step: FlowModule) => FlowModule;
  /** Its fields; absent where there is nothing but on and off. */
  readonly Fields?: ComponentType;
};

/** Headings under which settings stand. */
export type SettingGroup = 'Before it runs' | 'When it fails' | 'After it ran' | 'How it runs';

/** A step without some of its fields. */
export function without(step: FlowModule, ...fields: readonly string[]): FlowModule {
  return Object.fromEntries(Object.entries(step).filter(([key]) => !fields.includes(key))) as FlowModule;
}

/** A step with another value in its value. */
export const withValue = (step: FlowModule, part: Readonly<Record<string, unknown>>): FlowModule => ({
  ...step,
  value: Object.fromEntries(Object.entries({ ...step.value, ...part }).filter(([, entry]) => entry !== undefined)) as FlowModule['value'],
});

/** Whether a step is one job: it runs code, and contains no steps. */
export const isJob = ({ value }: FlowModule): boolean => ['rawscript', 'script', 'flow', 'aiagent'].includes(value.type);
