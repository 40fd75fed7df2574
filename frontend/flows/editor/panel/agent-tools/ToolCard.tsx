import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RunnableField } from '../../../../runnables/RunnableField.tsx';
import type { RunnableKind } from '../../../../runnables/runnable.ts';
import { runnableFormQuery } from '../../../../runnables/runnables.api.ts';
import { resourcesOfType } from '../../../../schema-form/references.api.ts';
import { asSchema, type Schema } from '../../../../schema-form/schema.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { TransformField } from '../../inputs/TransformField.tsx';
import classes from '../Panel.module.css';
import { problemsAt, useStep } from '../step-context.ts';
import { argumentOf, kindOf, nameOf, targetOf, withArgument, withTarget, type StepTool } from './tools-of-step.ts';

/** Props of {@link ToolCard}. */
export type ToolCardProps = { tool: StepTool; index: number; onChange: (tool: StepTool) => void; onRemove: () => void };

const kinds: readonly RunnableKind[] = ['script', 'flow', 'agent'];

/** One tool: what the model calls it, what it is for, what it runs, and which arguments the flow sets itself. */
export function ToolCard({ tool, index, onChange, onRemove }: ToolCardProps): ReactNode {
  const { check, pointer } = useStep();
  const place = `${pointer}/value/tools/${index}`;
  const wordsAt = (field: string): string | undefined => problemsAt(check, `${place}/${field}`)[0]?.message;
  const kind = kindOf(tool);
  const name = nameOf(tool);
  const wrong = wordsAt('value');
  return (
    <div className={classes.lane} role="group" aria-label={`Tool ${name}`}>
      <div className={classes.laneHead}>
        <span className={classes.laneTitle}>{name}</span>
        <span className={classes.quiet}>{kind === 'mcp' ? 'MCP server' : ''}</span>
        <IconButton label={`Remove ${name}`} icon={<IconTrash />} variant="subtle" onClick={onRemove} />
      </div>
      {wrong !== undefined && <p className={classes.problem}>{wrong}</p>}
      {kind === 'runnable' && (
        <RunnableField
          kinds={kinds}
          label="Runs"
          value={targetOf(tool)}
          onChange={(target) => onChange(withTarget(tool, target))}
          error={wordsAt('value/path')}
        />
      )}
      {kind === 'mcp' && <ServerFields tool={tool} onChange={onChange} error={wordsAt('value/resource_path')} />}
      <TextInput
        label={kind === 'mcp' ? 'Goes before the names of its tools' : 'Name that the model calls'}
        value={tool.summary ?? ''}
        placeholder={tool.id}
        onChange={({ currentTarget }) => onChange({ ...tool, summary: currentTarget.value || undefined })}
        error={wordsAt('summary')}
        autoComplete="off"
      />
      {kind === 'runnable' && (
        <>
          <Textarea
            label="What it is for"
            placeholder="Empty: the summary of what it runs"
            value={typeof tool['description'] === 'string' ? tool['description'] : ''}
            onChange={({ currentTarget }) => onChange({ ...tool, description: currentTarget.value || undefined })}
            autosize
            maxRows={6}
            maxLength={2000}
          />
          <ToolInputs tool={tool} index={index} onChange={onChange} />
        </>
      )}
    </div>
  );
}

/** Arguments that the flow sets: what is left empty the model fills in, and what is set it neither sees nor changes. */
function ToolInputs({ tool, index, onChange }: Pick<ToolCardProps, 'tool' | 'index' | 'onChange'>): ReactNode {
  const { editor } = useStep();
  const target = targetOf(tool);
  const { data } = useQuery({ ...runnableFormQuery(editor.workspace, target), enabled: target.path !== '' });
  const root = asSchema(data?.schema ?? {});
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

function ServerFields({ tool, onChange, error }: Pick<ToolCardProps, 'tool' | 'onChange'> & { error: string | undefined }): ReactNode {
  const { editor } = useStep();
  const { data: resources = [] } = useQuery(resourcesOfType(editor.workspace, 'mcp_server'));
  const {
    resource_path: given,
    include_tools: include,
    exclude_tools: exclude,
  } = tool.value as { resource_path?: string; include_tools?: string[]; exclude_tools?: string[] };
  const path = (given ?? '').replace(/^\$res:/, '');
  const put = (field: string, value: unknown): void => onChange({ ...tool, value: { ...tool.value, [field]: value } });
  return (
    <>
      <Select
        label="Resource"
        data={[...new Set([...resources.map((resource) => resource.path), ...(path === '' ? [] : [path])])]}
        value={path === '' ? null : path}
        onChange={(next) => next !== null && put('resource_path', next)}
        allowDeselect={false}
        searchable
        error={error}
      />
      <TagsInput
        label="Only these tools"
        description="They run by themselves. None named: all are there, and those that change something are asked for first."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={[...(include ?? [])]}
        onChange={(next) => put('include_tools', next.length === 0 ? undefined : next)}
      />
      <TagsInput label="Not these tools" value={[...(exclude ?? [])]} onChange={(next) => put('exclude_tools', next.length === 0 ? undefined : next)} />
    </>
  );
}
