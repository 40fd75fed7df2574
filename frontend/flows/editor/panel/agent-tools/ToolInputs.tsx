import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { runnableFormQuery } from '../../../../runnables/runnables.api.ts';
import { asSchema, type Schema } from '../../../../schema-form/schema.ts';
import { TransformField } from '../../inputs/TransformField.tsx';
import classes from '../Panel.module.css';
import { useStep } from '../step-context.ts';
import { argumentOf, targetOf, withArgument, type StepTool } from './tools-of-step.ts';

/** Props of {@link ToolInputs}. */
export type ToolInputsProps = { tool: StepTool; index: number; onChange: (tool: StepTool) => void; /** What it takes. */ schema: object };

/** Arguments that the flow sets: what is left empty the model fills in, and what is set it neither sees nor changes. */
export function ToolInputs({ tool, index, onChange, schema: given }: ToolInputsProps): ReactNode {
  const root = asSchema(given);
  const properties = Object.entries((root['properties'] ?? {}) as Record<string, Schema>);
  if (properties.length === 0) return null;
  return (
    <>
      <p className={classes.quiet}>What is left empty the model fills in. What the flow sets the model neither sees nor changes.</p>
      {properties.map(([name, schema]) => (
        <TransformField
          key={name}
          name={name}
          schema={asSchema(schema)}
          root={root}
          value={argumentOf(tool, name)}
          onChange={(next) => onChange(withArgument(tool, name, next))}
          place={`value/tools/${index}/value/input_transforms/${name}`}
        />
      ))}
    </>
  );
}

/** The same for a tool that runs something of the workspace. */
export function RunnableInputs(props: Omit<ToolInputsProps, 'schema'>): ReactNode {
  const { editor } = useStep();
  const target = targetOf(props.tool);
  const { data } = useQuery({ ...runnableFormQuery(editor.workspace, target), enabled: target.path !== '' });
  return <ToolInputs {...props} schema={data?.schema ?? {}} />;
}
