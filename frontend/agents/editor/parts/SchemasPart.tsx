import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { SchemaBuilder } from '../../../flows/editor/schema/SchemaBuilder.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

/** What the agent is given besides words, and whether it answers with a value. */
export function SchemasPart(): ReactNode {
  const { editor, value, set, errorAt } = useAgentForm();
  const { document, change } = editor;
  const inputProblem = errorAt('/schema');
  const outputProblem = errorAt('/value/output_schema');
  return (
    <div className={classes.part}>
      <section className={classes.group}>
        <div>
          <h2 className={classes.heading}>Input</h2>
          <p className={classes.quiet}>
            <code>message</code> is what a person writes. Further fields are asked before the first message, and given by flows, apps and the API.
          </p>
        </div>
        <SchemaBuilder
          label="Input"
          emptyWords="It takes no input. Add a text field message."
          schema={document.schema}
          onChange={(schema) => change((before) => ({ ...before, schema }))}
        />
        {inputProblem && <p className={classes.problem}>{inputProblem}</p>}
      </section>
      <section className={classes.group}>
        <div>
          <h2 className={classes.heading}>Output</h2>
          <p className={classes.quiet}>A text, unless you say which value is expected. What does not fit is asked for once more; then the run fails.</p>
        </div>
        <Switch
          label="Answer with a value that fits a schema"
          checked={value.output_schema !== null}
          onChange={({ currentTarget }) => set(['output_schema'], currentTarget.checked ? { type: 'object', properties: {}, required: [] } : null)}
        />
        {value.output_schema && (
          <SchemaBuilder
            label="Output"
            emptyWords="The value has no fields yet."
            schema={value.output_schema}
            onChange={(schema) => set(['output_schema'], schema)}
          />
        )}
        {outputProblem && <p className={classes.problem}>{outputProblem}</p>}
      </section>
    </div>
  );
}
