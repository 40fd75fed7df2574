import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AgentTool, ToolArgument } from '../../../../backend/agents/agent.contract.ts';
import type { Json, JsonObject } from '../../../../backend/common/json.ts';
import { runnableFormQuery } from '../../../runnables/runnables.api.ts';
import { SchemaForm } from '../../../schema-form/SchemaForm.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

const ways: { value: ToolArgument['type']; label: string }[] = [
  { value: 'model', label: 'Left to the model' },
  { value: 'fixed', label: 'Fixed' },
  { value: 'context', label: 'From the context' },
];

const beginWith: Readonly<Record<ToolArgument['type'], ToolArgument>> = {
  model: { type: 'model' },
  fixed: { type: 'fixed', value: null },
  context: { type: 'context', expr: 'user.username' },
};

/** Where each argument of a tool comes from. What the model does not set it does not see either. */
export function ToolArguments({ tool, onChange, pointer }: { tool: AgentTool; onChange: (given: AgentTool['arguments']) => void; pointer: string }): ReactNode {
  const { editor } = useAgentForm();
  const { data, error, refetch } = useQuery(runnableFormQuery(editor.workspace, { kind: tool.kind, path: tool.path }));
  if (error && !data) return <ErrorNotice error={error} title="Its arguments could not be read." onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows count={2} />;
  const properties = (data.schema['properties'] ?? {}) as Record<string, JsonObject>;
  const required = new Set(Array.isArray(data.schema['required']) ? (data.schema['required'] as string[]) : []);
  const names = [...new Set([...Object.keys(properties), ...Object.keys(tool.arguments)])];
  if (names.length === 0) return <p className={classes.quiet}>It takes no arguments.</p>;
  const set = (name: string, argument: ToolArgument): void => {
    const { [name]: _before, ...others } = tool.arguments;
    onChange(argument.type === 'model' ? others : { ...others, [name]: argument });
  };
  return (
    <div className={classes.arguments} role="group" aria-label="Arguments">
      {names.map((name) => (
        <Argument
          key={name}
          name={name}
          schema={properties[name]}
          isRequired={required.has(name)}
          value={tool.arguments[name] ?? beginWith.model}
          onChange={(next) => set(name, next)}
          pointer={`${pointer}/${name}`}
        />
      ))}
    </div>
  );
}

type ArgumentProps = {
  name: string;
  /** Undefined: the tool has no such argument any more. */
  schema: JsonObject | undefined;
  isRequired: boolean;
  value: ToolArgument;
  onChange: (value: ToolArgument) => void;
  pointer: string;
};

function Argument({ name, schema, isRequired, value, onChange, pointer }: ArgumentProps): ReactNode {
  const { errorAt } = useAgentForm();
  const problem = errorAt(pointer) ?? errorAt(`${pointer}/expr`) ?? errorAt(`${pointer}/value`);
  const description = typeof schema?.['description'] === 'string' ? schema['description'] : '';
  return (
    <div className={classes.argument}>
      <div className={classes.argumentName}>
        <code>{name}</code>
        {isRequired && <span className={classes.quiet}> required</span>}
        {schema === undefined && <span className={classes.problem}> is no argument of it any more</span>}
        {description !== '' && <p className={classes.quiet}>{description}</p>}
      </div>
      <Select
        aria-label={`Where ${name} comes from`}
        data={ways}
        value={value.type}
        onChange={(next) => next && onChange(beginWith[next as ToolArgument['type']])}
        allowDeselect={false}
      />
      {value.type === 'context' && (
        <TextInput
          className={classes.argumentValue}
          aria-label={`Expression of ${name}`}
          classNames={{ input: 'mono' }}
          description="Over input, user and thread"
          inputWrapperOrder={['input', 'description', 'error']}
          value={value.expr}
          onChange={({ currentTarget }) => onChange({ type: 'context', expr: currentTarget.value })}
          error={problem}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {value.type === 'fixed' && (
        <div className={classes.argumentValue}>
          <SchemaForm
            schema={{ type: 'object', properties: { [name]: schema ?? {} } }}
            value={value.value === null ? {} : { [name]: value.value }}
            onChange={(next) => onChange({ type: 'fixed', value: (next[name] ?? null) as Json })}
            errors={problem ? [{ pointer: `/${name}`, message: problem }] : []}
            hasJsonView={false}
          />
        </div>
      )}
      {value.type === 'model' && problem && <p className={`${classes.problem} ${classes.argumentValue}`}>{problem}</p>}
    </div>
  );
}
