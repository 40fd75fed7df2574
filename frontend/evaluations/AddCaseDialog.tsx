import { MultiSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EvaluationCase } from '../../backend/agents/agent.contract.ts';
import type { Agent } from '../../backend/agents/agents.contract.ts';
import type { Thread } from '../../backend/agents/threads.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { agentQuery, agentsKey, putAgent } from '../agents/agents.api.ts';
import { caseOfAnswer, expectedOfText, expectedText, freeCaseId } from '../agents/editor/evaluation-edit.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { callsInWords } from './evaluation-words.ts';
import classes from './AddCaseDialog.module.css';

/** Props of {@link AddCaseDialog}: the answer that becomes a case of the set of its agent. */
export type AddCaseDialogProps = { workspace: string; thread: Thread; answerId: string; onClose: () => void; onAdded: () => void };

/** Makes a case of an answer: what was asked, what is expected of an answer, which tools it should call. It becomes the next version of the agent. */
export function AddCaseDialog(props: AddCaseDialogProps): ReactNode {
  const { data: agent } = useQuery(agentQuery(props.workspace, props.thread.agent));
  const found = agent ? caseOfAnswer(props.thread, props.answerId, freeCaseId(agent.value.evaluation.cases), agent.value.tools) : null;
  return agent && found ? <CaseDialog {...props} agent={agent} found={found} /> : null;
}

function CaseDialog({ workspace, thread, answerId, agent, found, onClose, onAdded }: AddCaseDialogProps & { agent: Agent; found: EvaluationCase }): ReactNode {
  const client = useQueryClient();
  const calls = found.tools ?? [];
  const names = [...new Set(calls.map(({ name }) => name))];
  const form = useApiForm({
    initial: { id: found.id, question: String(found.input['message'] ?? ''), expected: expectedText(found.expected), tools: names },
    labels: { id: 'Name', question: 'Question', expected: 'Expected', tools: 'Tools' },
    checks: {
      id: ({ id }) => checkId(id, agent.value.evaluation.cases),
      question: ({ question }) => (question.trim() === '' ? 'A case asks something.' : null),
    },
    submit: async ({ id, question, expected, tools }) => {
      const kept = calls.filter(({ name }) => tools.includes(name));
      const added = { ...found, id, input: { ...found.input, message: question }, expected: expectedOfText(expected), tools: kept.length > 0 ? kept : null };
      try {
        await save(workspace, agent, added);
      } catch (error) {
        // Somebody deployed meanwhile: the next try is on top of that.
        if (isApiError(error, 'item/version_conflict')) await client.invalidateQueries({ queryKey: agentQuery(workspace, agent.path).queryKey });
        throw error;
      }
    },
    onDone: () => {
      void client.invalidateQueries({ queryKey: agentsKey(workspace) });
      onAdded();
      onClose();
    },
  });
  const expected = form.text('expected');
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Add to the evaluation set"
      description={`Saved as version ${agent.version + 1} of ${agent.path}. It answers as before: only its set grows.`}
      form={form}
      submitLabel="Add case"
      size="lg"
    >
      <Textarea label="Question" {...form.text('question')} autosize minRows={2} maxRows={8} data-autofocus />
      <Textarea
        label="Expected"
        description="A text, or several texts, one on each line, that all have to be there. Shorten it to what matters: an answer is seldom the same word by word."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...expected}
        autosize
        minRows={3}
        maxRows={10}
      />
      {names.length > 0 && (
        <MultiSelect
          label="Tools that are called"
          description={`With the arguments of this answer: ${callsInWords(calls.map(({ name, args }) => ({ name, args: args ?? {} }))).join('; ')}. None named: any.`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={names}
          value={form.values.tools}
          onChange={(tools) => form.set('tools', tools)}
        />
      )}
      <TextInput label="Name" classNames={{ input: 'mono' }} {...form.text('id')} maxLength={60} />
      <p className={classes.notes}>
        {agent.value.evaluation.scorers.length === 0 && 'The set has no scorers yet: until it has one, nothing is measured. '}
        <Link to="/w/$workspace/agents/edit/$" params={{ workspace, _splat: agent.path }} search={{ part: 'evaluation', thread: thread.id, answer: answerId }}>
          Add it in the editor instead
        </Link>
      </p>
    </FormDialog>
  );
}

function checkId(id: string, cases: readonly EvaluationCase[]): string | null {
  if (!/^[a-zA-Z0-9_-]{1,60}$/.test(id)) return 'Letters, digits, _ and -, at most 60.';
  return cases.some((one) => one.id === id) ? 'Another case has this name.' : null;
}

const save = (workspace: string, { path, version, summary, description, schema, value }: Agent, added: EvaluationCase): Promise<Agent> =>
  putAgent(workspace, path, {
    summary,
    description,
    schema,
    value: { ...value, evaluation: { ...value.evaluation, cases: [...value.evaluation.cases, added] } },
    message: 'Add a case from a conversation',
    if_version: version,
  });
