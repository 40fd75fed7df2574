import { Button, MultiSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { EvaluationCase } from '../../../../backend/agents/agent.contract.ts';
import { JsonObjectText } from '../../../flows/editor/schema/JsonObjectText.tsx';
import { useAgentForm } from '../agent-form.ts';
import { expectedOfText, expectedText, withTools } from '../evaluation-edit.ts';
import classes from './Parts.module.css';

/** One case of the evaluation set. */
export function CaseFields({ index, value, onRemoved }: { index: number; value: EvaluationCase; onRemoved: () => void }): ReactNode {
  const { value: agent, set, errorAt } = useAgentForm();
  const pointer = `/value/evaluation/cases/${index}`;
  const [expected, setExpected] = useState(() => expectedText(value.expected));
  const put = (key: keyof EvaluationCase, next: unknown): void => set(['evaluation', 'cases', index, key], next);
  const isPlain = Object.keys(value.input).every((key) => key === 'message') && typeof (value.input['message'] ?? '') === 'string';
  const known = [...new Set([...agent.tools.map(({ name }) => name), ...(value.tools ?? []).map(({ name }) => name)])];
  return (
    <div className={classes.cardBody}>
      <TextInput
        label="Id"
        classNames={{ input: 'mono' }}
        value={value.id}
        maxLength={60}
        onChange={({ currentTarget }) => put('id', currentTarget.value)}
        error={errorAt(`${pointer}/id`)}
      />
      {isPlain ? (
        <Textarea
          label="Question"
          value={(value.input['message'] as string | undefined) ?? ''}
          onChange={({ currentTarget }) => put('input', { message: currentTarget.value })}
          error={errorAt(`${pointer}/input`)}
          autosize
          minRows={2}
          maxRows={8}
        />
      ) : (
        <JsonObjectText label="Input" schema={value.input} onChange={(input) => put('input', input)} minHeight={120} />
      )}
      <Textarea
        label="Expected"
        description="A text, or several texts, one on each line, that all have to be there; JSON for a value."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={expected}
        onChange={({ currentTarget }) => {
          setExpected(currentTarget.value);
          put('expected', expectedOfText(currentTarget.value));
        }}
        error={errorAt(`${pointer}/expected`)}
        autosize
        minRows={2}
        maxRows={10}
      />
      <div className={classes.pair}>
        <MultiSelect
          label="Tools that are called"
          description="None named: any."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={known}
          value={[...new Set((value.tools ?? []).map(({ name }) => name))]}
          onChange={(names) => put('tools', withTools(value.tools, names))}
        />
        <TagsInput label="Labels" value={[...value.labels]} maxTags={20} onChange={(labels) => put('labels', labels)} />
      </div>
      <div>
        <Button
          size="xs"
          color="red"
          variant="default"
          leftSection={<IconTrash />}
          onClick={() => {
            onRemoved();
            set(
              ['evaluation', 'cases'],
              agent.evaluation.cases.filter((_, other) => other !== index),
            );
          }}
        >
          Remove case
        </Button>
      </div>
    </div>
  );
}
