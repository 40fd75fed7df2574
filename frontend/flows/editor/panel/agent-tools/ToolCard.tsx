import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RunnableField } from '../../../../runnables/RunnableField.tsx';
import type { RunnableKind } from '../../../../runnables/runnable.ts';
import { resourcesOfType } from '../../../../schema-form/references.api.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import classes from '../Panel.module.css';
import { problemsAt, useStep } from '../step-context.ts';
import { CodeToolFields } from './CodeToolFields.tsx';
import { RunnableInputs } from './ToolInputs.tsx';
import { codeOfTool, kindOf, nameOf, targetOf, withTarget, type StepTool } from './tools-of-step.ts';

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
  const code = codeOfTool(tool);
  const wrong = wordsAt('value') ?? (code && wordsAt('value/content'));
  return (
    <div className={classes.lane} role="group" aria-label={`Tool ${name}`}>
      <div className={classes.laneHead}>
        <span className={classes.laneTitle}>{name}</span>
        <span className={classes.quiet}>{kind === 'mcp' ? 'MCP server' : kind === 'code' ? 'Code in this flow' : ''}</span>
        <IconButton label={`Remove ${name}`} icon={<IconTrash />} variant="subtle" onClick={onRemove} />
      </div>
      {wrong && <p className={classes.problem}>{wrong}</p>}
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
      {(kind === 'runnable' || code) && (
        <>
          <Textarea
            label="What it is for"
            placeholder={code ? 'The model decides by this when to call it' : 'Empty: the summary of what it runs'}
            value={typeof tool['description'] === 'string' ? tool['description'] : ''}
            onChange={({ currentTarget }) => onChange({ ...tool, description: currentTarget.value || undefined })}
            autosize
            maxRows={6}
            maxLength={2000}
          />
          {code ? (
            <CodeToolFields code={code} tool={tool} index={index} onChange={onChange} />
          ) : (
            <RunnableInputs tool={tool} index={index} onChange={onChange} />
          )}
        </>
      )}
    </div>
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
