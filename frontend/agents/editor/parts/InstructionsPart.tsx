import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeEditor } from '../../../ui/CodeEditor.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

const inputOrder: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** What the agent is called and told. */
export function InstructionsPart(): ReactNode {
  const { editor, value, set, errorAt } = useAgentForm();
  const { document, change } = editor;
  const problem = errorAt('/value/instructions');
  return (
    <div className={classes.part}>
      <TextInput
        label="Name"
        value={document.summary}
        maxLength={300}
        onChange={({ currentTarget }) => change((before) => ({ ...before, summary: currentTarget.value }))}
        placeholder="Support agent"
        error={errorAt('/summary')}
      />
      <div className={classes.group}>
        <div>
          <h2 className={classes.heading}>Instructions</h2>
          <p className={classes.quiet}>Who it is, what it does and what it must not do. The model reads them before every turn.</p>
        </div>
        <CodeEditor
          label="Instructions"
          language="markdown"
          value={value.instructions}
          onChange={(next) => set(['instructions'], next)}
          isInvalid={problem !== undefined}
          hasLineNumbers={false}
          minHeight={260}
          maxHeight={560}
          placeholder="You help the support team of Acme."
        />
        {problem && <p className={classes.problem}>{problem}</p>}
        <VariablesHelp />
      </div>
      <Textarea
        label="Description"
        description="For people, on the page of the agent."
        inputWrapperOrder={inputOrder}
        value={document.description}
        maxLength={20_000}
        autosize
        minRows={2}
        maxRows={10}
        onChange={({ currentTarget }) => change((before) => ({ ...before, description: currentTarget.value }))}
      />
    </div>
  );
}

/** What may stand between double braces. */
function VariablesHelp(): ReactNode {
  const { editor } = useAgentForm();
  const names = Object.keys((editor.document.schema['properties'] ?? {}) as object);
  const entries: [string, string][] = [
    ...names.map((name): [string, string] => [`{{input.${name}}}`, name === 'message' ? 'What the person writes' : 'From the input']),
    ['{{user.username}}', 'Who asks; also user.email, user.name, user.groups'],
    ['{{now}}', 'The time at which the run began'],
    ['{{agent.path}}', 'The agent itself; also agent.summary'],
    ['{{variable "f/folder/name"}}', 'A variable that the asking person may read'],
    ['{{#if input.name}}…{{/if}}', 'Only where there is a value; also {{#each}}'],
  ];
  return (
    <details className={classes.help}>
      <summary>What can be put in</summary>
      <dl className={classes.helpList}>
        {entries.map(([name, words]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
