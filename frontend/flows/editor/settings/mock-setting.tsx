import type { ReactNode } from 'react';
import { SchemaForm } from '../../../schema-form/SchemaForm.tsx';
import { useStep } from '../panel/step-context.ts';
import { without, type StepSetting } from './setting-types.ts';

const anything = { type: 'object', properties: { value: { title: 'Result' } } };

function MockFields(): ReactNode {
  const { step, set } = useStep();
  return (
    <SchemaForm
      schema={anything}
      value={{ value: step.mock?.return_value }}
      onChange={(next) => set(['mock', 'return_value'], next['value'] ?? null)}
      hasJsonView={false}
    />
  );
}

export const mock: StepSetting = {
  id: 'mock',
  group: 'How it runs',
  label: 'Pinned result',
  hint: 'The step does not run and gives this instead. Meant for trying things out; it also holds once deployed.',
  fits: () => true,
  isOn: (step) => step.mock?.enabled === true,
  turnOn: (step) => ({ ...step, mock: { enabled: true, return_value: step.mock?.return_value ?? null } }),
  turnOff: (step) => without(step, 'mock'),
  Fields: MockFields,
};
