import { Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import type { AppStep } from '../../../../backend/apps/app.contract.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useEditor } from '../editor-context.ts';
import { focusControlSoon } from './FindField.tsx';
import { newStep, stepTitles } from './step-kinds.ts';
import { StepFields, type DrawSteps } from './StepFields.tsx';
import classes from './StepsEditor.module.css';

type Props = { label: string; steps: readonly AppStep[]; onChange: (steps: AppStep[]) => void };

const drawSteps: DrawSteps = (label, steps, onChange) => <StepsEditor label={label} steps={steps} onChange={onChange} />;

/** Steps one after the other, each with what belongs to it; some have steps of their own. */
export function StepsEditor({ label, steps, onChange }: Props): ReactNode {
  const document = useEditor(({ session }) => session.document);
  const list = useRef<HTMLDivElement>(null);
  /** What was added is what one goes on with. */
  const add = (step: AppStep): void => {
    onChange([...steps, step]);
    focusControlSoon(() => list.current?.querySelector<HTMLElement>(`:scope > [data-step="${steps.length}"]`) ?? null);
  };
  const move = (index: number, by: number): void => {
    const step = steps[index];
    if (step) onChange(steps.toSpliced(index, 1).toSpliced(index + by, 0, step));
  };
  return (
    <div ref={list} className={classes.steps} role="group" aria-label={label}>
      {steps.map((step, index) => (
        <div key={index} className={classes.step} data-step={index}>
          <div className={classes.head}>
            <span className={classes.title}>{stepTitles[step.do]}</span>
            <IconButton label="Move up" icon={<IconArrowUp />} size="xs" disabled={index === 0} onClick={() => move(index, -1)} />
            <IconButton label="Move down" icon={<IconArrowDown />} size="xs" disabled={index === steps.length - 1} onClick={() => move(index, 1)} />
            <IconButton label={`Remove: ${stepTitles[step.do]}`} icon={<IconTrash />} size="xs" onClick={() => onChange(steps.toSpliced(index, 1))} />
          </div>
          <StepFields step={step} drawSteps={drawSteps} onChange={(next) => onChange(steps.with(index, next))} />
        </div>
      ))}
      <Menu position="bottom-start" withinPortal returnFocus={false}>
        <Menu.Target>
          <Button size="xs" variant="subtle" leftSection={<IconPlus aria-hidden />} className={classes.add}>
            Add a step
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(stepTitles) as AppStep['do'][]).map((kind) => {
            const step = newStep(document, kind);
            return (
              <Menu.Item key={kind} disabled={step === null} onClick={() => step && add(step)}>
                {stepTitles[kind]}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
