import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconCpu } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ModelChoice } from '../../../backend/agents/agent.contract.ts';

/** Tells the models apart that an agent offers. */
export const keyOfModel = ({ resource, id }: Pick<ModelChoice, 'resource' | 'id'>): string => `${resource ?? ''}|${id}`;

/** How a model is called where there is little room. */
export const nameOfModel = ({ resource, id }: Pick<ModelChoice, 'resource' | 'id'>): string => (resource === null ? 'Practice model' : id);

/** Which of the models that an agent offers answers next. Nothing is shown where there is no choice. */
export function ModelPicker({
  models,
  value,
  onChange,
}: {
  models: readonly ModelChoice[];
  value: string | null;
  onChange: (key: string | null) => void;
}): ReactNode {
  if (models.length === 0) return null;
  const chosen = models.find((model) => keyOfModel(model) === value);
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconCpu />}
          rightSection={<IconChevronDown />}
          aria-label={`Model: ${chosen ? nameOfModel(chosen) : 'as the agent says'}`}
        >
          {chosen ? nameOfModel(chosen) : 'Model'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={chosen ? undefined : <IconCheck />} onClick={() => onChange(null)}>
          As the agent says
        </Menu.Item>
        {models.map((model) => (
          <Menu.Item key={keyOfModel(model)} rightSection={keyOfModel(model) === value ? <IconCheck /> : undefined} onClick={() => onChange(keyOfModel(model))}>
            {nameOfModel(model)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
