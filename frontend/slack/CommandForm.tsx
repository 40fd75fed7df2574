import { Button, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SlackCommand } from '../../backend/slack/slack.contract.ts';
import { CandidatesField } from '../approvals/CandidateField.tsx';
import { RunnableField } from '../runnables/RunnableField.tsx';
import { runnableFormQuery } from '../runnables/runnables.api.ts';
import type { RunnableTarget } from '../runnables/runnable.ts';
import { SchemaForm } from '../schema-form/SchemaForm.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { PathField } from '../ui/PathField.tsx';
import { SideForm } from '../ui/SideForm.tsx';
import { useApiForm, type ApiForm } from '../ui/useApiForm.ts';
import { putSlackCommand, slackKey } from './slack.api.ts';
import { triggerWords } from './slack-words.ts';

const kinds = ['script', 'flow', 'agent'] as const;
type Target = RunnableTarget<(typeof kinds)[number]>;

type Values = {
  path: string;
  trigger: SlackCommand['trigger'];
  name: string;
  summary: string;
  target: Target;
  args: Record<string, unknown>;
  argument_order: string[];
  text_argument: string | null;
  allowed: string[];
  answer: SlackCommand['answer'];
  form: SlackCommand['form'];
  enabled: boolean;
};

const empty = (path: string): Values => ({
  path,
  trigger: 'command',
  name: '/',
  summary: '',
  target: { kind: 'script', path: '' },
  args: {},
  argument_order: [],
  text_argument: null,
  allowed: [],
  answer: 'private',
  form: 'when_needed',
  enabled: true,
});

const labels = { path: 'Path', name: 'Name', target: 'Runs', argument_order: 'Words by place', text_argument: 'Takes the whole text', args: 'Fixed arguments' };

/** Binds something, or changes a binding. */
export function CommandForm({ command, onClose }: { command: SlackCommand | null; onClose: () => void }): ReactNode {
  const { id: workspace, username, canBuild } = useWorkspace();
  const client = useQueryClient();
  const mayEdit = canBuild && (command === null || command.my_level !== 'read');
  const form = useApiForm<Values>({
    initial: command ? { ...empty(command.path), ...pickValues(command) } : empty(`u/${username}/`),
    labels,
    checks: { target: ({ target }) => (target.path === '' ? 'Choose what it runs' : null), path: ({ path }) => (path.endsWith('/') ? 'Give it a name' : null) },
    submit: async ({ path, ...values }) => {
      await putSlackCommand(workspace, path, { ...values, if_version: command?.version ?? 0 });
      await client.invalidateQueries({ queryKey: slackKey(workspace) });
    },
    onDone: onClose,
  });
  return (
    <SideForm isOpen onClose={onClose} title={command ? 'Binding' : 'Bind something to Slack'} isChanged={form.isChanged}>
      <form onSubmit={form.onSubmit} noValidate>
        <fieldset disabled={!mayEdit} style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
          <FormSummary problems={form.problems} error={form.error} />
          <FormFields>
            <NameFields form={form} />
            <ArgumentFields form={form} />
            <AnswerFields form={form} />
            <PathField
              id={form.idOf('path')}
              value={form.values.path}
              onChange={(path) => form.set('path', path)}
              error={form.errorOf('path')}
              isDisabled={command !== null}
              placeholder="refund"
            />
          </FormFields>
        </fieldset>
        <FormActions>
          <Button onClick={onClose}>{mayEdit ? 'Cancel' : 'Close'}</Button>
          {mayEdit && (
            <Button type="submit" variant="filled" loading={form.isBusy}>
              {command ? 'Save binding' : 'Bind'}
            </Button>
          )}
        </FormActions>
      </form>
    </SideForm>
  );
}

function NameFields({ form }: { form: ApiForm<Values> }): ReactNode {
  const { trigger } = form.values;
  const chooseTrigger = (next: string | null): void => {
    form.set('trigger', (next ?? 'command') as Values['trigger']);
    form.set('name', next === 'mention' ? '*' : next === 'command' ? '/' : '');
  };
  /** Names of arguments are those of what is run. */
  const chooseTarget = (target: Target): void => {
    form.set('target', target);
    form.set('args', {});
    form.set('argument_order', []);
    form.set('text_argument', null);
  };
  const hints = {
    command: 'With the slash, such as /refund',
    mention: '* for everywhere, or the id of one channel',
    global_shortcut: 'An id, such as refund_order',
    message_shortcut: 'An id, such as refund_order',
  };
  return (
    <>
      <Select
        label="Begins with"
        description={triggerWords[trigger].hint}
        data={Object.entries(triggerWords).map(([value, { label }]) => ({ value, label }))}
        value={trigger}
        onChange={chooseTrigger}
        allowDeselect={false}
      />
      <TextInput
        label={trigger === 'command' ? 'Command' : trigger === 'mention' ? 'Where' : 'Id of the shortcut'}
        description={hints[trigger]}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        {...form.text('name')}
      />
      <TextInput label="Summary" description="Shown beside it in Slack" maxLength={300} {...form.text('summary')} />
      <RunnableField<'script' | 'flow' | 'agent'>
        id={form.idOf('target')}
        kinds={kinds}
        label="Runs"
        description="As the person who asks, who must be allowed to run it"
        value={form.values.target}
        onChange={chooseTarget}
        error={form.errorOf('target')}
      />
    </>
  );
}

/** Which words become which arguments, and which are set here once and for all. */
function ArgumentFields({ form }: { form: ApiForm<Values> }): ReactNode {
  const { id: workspace } = useWorkspace();
  const { target, args, argument_order: order, text_argument: text, trigger } = form.values;
  const { data } = useQuery({ ...runnableFormQuery(workspace, target), enabled: target.path !== '' });
  const properties = (data?.schema['properties'] ?? {}) as Record<string, object>;
  const names = Object.keys(properties);
  if (names.length === 0) return null;
  const fixed = Object.keys(args).filter((name) => names.includes(name));
  const open = names.filter((name) => !fixed.includes(name));
  const setFixed = (next: string[]): void => form.set('args', Object.fromEntries(next.map((name) => [name, args[name] ?? null])));
  return (
    <>
      {trigger !== 'global_shortcut' && (
        <Select
          id={form.idOf('text_argument')}
          label="Takes the whole text"
          description={
            trigger === 'message_shortcut'
              ? 'The argument that gets the text of the message'
              : 'One argument that gets everything that is typed, as for a question'
          }
          placeholder="None: words become arguments one by one"
          data={open}
          value={text}
          onChange={(next) => form.set('text_argument', next)}
          error={form.errorOf('text_argument')}
          clearable
        />
      )}
      {trigger !== 'global_shortcut' && text === null && (
        <MultiSelect
          searchable
          id={form.idOf('argument_order')}
          label="Words by place"
          description="In this order; the others are typed as name=value. None: all, in the order of the form"
          data={open}
          value={order.filter((name) => open.includes(name))}
          onChange={(next) => form.set('argument_order', next)}
          error={form.errorOf('argument_order')}
        />
      )}
      <MultiSelect
        searchable
        id={form.idOf('args')}
        label="Fixed arguments"
        description="Set here, and not asked in Slack"
        data={names}
        value={fixed}
        onChange={setFixed}
        error={form.errorOf('args')}
      />
      {fixed.length > 0 && (
        <SchemaForm
          schema={{ type: 'object', properties: Object.fromEntries(fixed.map((name) => [name, properties[name]])) }}
          value={args}
          onChange={(next) => form.set('args', next)}
          hasJsonView={false}
        />
      )}
    </>
  );
}

function AnswerFields({ form }: { form: ApiForm<Values> }): ReactNode {
  const { answer, form: when, allowed, enabled } = form.values;
  return (
    <>
      <CandidatesField
        id={form.idOf('allowed')}
        label="Who may use it"
        description="Empty: everyone who may run it"
        value={allowed}
        onChange={(next) => form.set('allowed', next)}
        hasOwners={false}
      />
      <Select
        label="Who sees the answer"
        data={[
          { value: 'private', label: 'Only who asked' },
          { value: 'channel', label: 'Everyone in the channel' },
        ]}
        value={answer}
        onChange={(next) => form.set('answer', next as Values['answer'])}
        allowDeselect={false}
      />
      <Select
        label="Opens a form"
        data={[
          { value: 'when_needed', label: 'When arguments are missing or wrong' },
          { value: 'always', label: 'Always, to look at it once more' },
        ]}
        value={when}
        onChange={(next) => form.set('form', next as Values['form'])}
        allowDeselect={false}
      />
      <Switch label="On" checked={enabled} onChange={(event) => form.set('enabled', event.currentTarget.checked)} />
    </>
  );
}

const pickValues = ({
  trigger,
  name,
  summary,
  target,
  args,
  argument_order,
  text_argument,
  allowed,
  answer,
  form,
  enabled,
}: SlackCommand): Omit<Values, 'path'> => ({
  trigger,
  name,
  summary,
  target,
  args,
  argument_order,
  text_argument,
  allowed,
  answer,
  form,
  enabled,
});
