import { Button, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { AppAction, AppValue } from '../../../../backend/apps/app.contract.ts';
import { isInline } from '../../../../backend/apps/core/inline-code.ts';
import { JsonTree } from '../../../ui/JsonTree.tsx';
import { ActionCode } from '../code/ActionCode.tsx';
import { schemaQuery } from '../code/run-of-action.ts';
import { useCanvasRuntime, useEditor, useEditorStore } from '../editor-context.ts';
import { NameField } from './NameField.tsx';
import { ActionOutcome } from './ActionOutcome.tsx';
import { BindableField } from './BindableField.tsx';
import { fieldOf } from './fields.ts';
import { FindField } from './FindField.tsx';
import type { PlaceName } from './usePageScope.ts';
import classes from './Inspector.module.css';

const noNames: readonly PlaceName[] = [];

/** An action: what it runs, with what, when, as whom. */
export function ActionEditor({ id }: { id: string }): ReactNode {
  const store = useEditorStore();
  const workspace = useEditor((editor) => editor.workspace);
  const action = useEditor(({ session }) => session.document.actions.find((candidate) => candidate.id === id));
  const problems = useEditor((editor) => editor.problems);
  const appPath = useEditor((editor) => editor.path);
  const [search, setSearch] = useState('');
  const { data: schema } = useQuery({ ...schemaQuery(workspace, appPath, action), placeholderData: keepPreviousData });
  if (!action) return null;
  // The action as it is then, which may be newer than what is drawn: it is written as a whole.
  const current = (): AppAction => store.getState().session.document.actions.find((candidate) => candidate.id === id) ?? action;
  const put = (change: Partial<AppAction>, merge?: string): void =>
    void store.getState().perform({ do: 'put_action', action: { ...current(), ...change } }, `Action ${id}`, merge);
  const setArgument = (name: string, value: AppValue | undefined, isTyped: boolean): void => {
    const { [name]: _before, ...others } = current().args;
    put({ args: value === undefined ? others : { ...current().args, [name]: value } }, isTyped ? `action:${id}:${name}` : undefined);
  };
  const own = problems.filter(({ part }) => part.kind === 'action' && part.id === id);
  const names = [...new Set([...Object.keys(schema?.properties ?? {}), ...Object.keys(action.args)])];
  return (
    <section className={classes.inspector} aria-label={`Action ${id}`}>
      <NameField kind="action" id={id} noun="Action" />
      {isInline(action) && (
        <ActionCode
          action={action}
          problems={own.filter(({ pointer }) => pointer === '/run/content')}
          onRun={(run, isTyped) => put({ run }, isTyped ? `action:${id}:code` : undefined)}
        />
      )}
      {action.run.kind !== 'inline' && (
        <p className={classes.words}>
          Runs the {action.run.kind} <code>{action.run.path}</code>
        </p>
      )}
      {own
        .filter(({ pointer }) => !['/args/', '/transform', '/run/content'].some((start) => pointer.startsWith(start)))
        .map((problem) => (
          <p key={`${problem.pointer}${problem.code}`} className={problem.severity === 'error' ? classes.problem : classes.help}>
            {problem.message}
          </p>
        ))}
      <Select
        label="When"
        data={[
          { value: 'manual', label: 'By an event' },
          { value: 'on_load', label: 'When the page opens' },
          { value: 'on_change', label: 'When what it reads changes' },
        ]}
        value={action.trigger}
        allowDeselect={false}
        onChange={(trigger) => put({ trigger: (trigger ?? 'manual') as AppAction['trigger'] })}
      />
      <div className={classes.field}>
        <span className={classes.label}>As whom</span>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="As whom"
          data={[
            { value: 'viewer', label: 'The viewer' },
            { value: 'author', label: 'Whoever releases' },
          ]}
          value={action.run_as}
          onChange={(runAs) => put({ run_as: runAs as AppAction['run_as'] })}
        />
        <p className={classes.help}>
          {action.run_as === 'viewer'
            ? isInline(action)
              ? 'It reaches what the viewer may reach themselves.'
              : 'Viewers need the right to run it themselves.'
            : 'Viewers run it with the rights of whoever releases the app, and nothing but it.'}
        </p>
        {(action.run_as === 'author' || action.is_public === true) && (
          <Switch
            size="xs"
            label="Open to people without an account"
            checked={action.is_public === true}
            onChange={(event) => put({ is_public: event.currentTarget.checked ? true : undefined })}
          />
        )}
      </div>
      {(schema === undefined || names.length > 1) && <FindField value={search} placeholder="Find an argument" onChange={setSearch} />}
      {names
        .filter((name) => name.toLowerCase().includes(search.trim().toLowerCase()))
        .map((name) => (
          <BindableField
            key={name}
            field={fieldOf(name, schema?.properties?.[name] ?? {}, schema?.required?.includes(name) === true)}
            value={action.args[name]}
            names={noNames}
            problem={own.find(({ pointer }) => pointer.startsWith(`/args/${name}`))}
            onChange={(value, isTyped) => setArgument(name, value, isTyped)}
          />
        ))}
      <ActionOutcome action={action} problem={own.find(({ pointer }) => pointer.startsWith('/transform'))} put={put} />
      <Switch
        label="Ask before it runs"
        checked={action.confirm !== undefined}
        onChange={(event) => put({ confirm: event.currentTarget.checked ? { title: 'Really?' } : undefined })}
      />
      {action.confirm && (
        <TextInput
          label="Question"
          value={String(action.confirm.title)}
          onChange={(event) => put({ confirm: { ...action.confirm, title: event.currentTarget.value } }, `action:${id}:confirm`)}
        />
      )}
      <LastRun id={id} />
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash aria-hidden />}
          onClick={() => store.getState().perform({ do: 'remove_action', id }, `Delete action ${id}`)}
        >
          Delete
        </Button>
      </div>
    </section>
  );
}

/** What the action gave last, on the canvas; it runs with the rights of who edits. */
function LastRun({ id }: { id: string }): ReactNode {
  const runtime = useCanvasRuntime();
  const state = useSyncExternalStore(
    useCallback((listener: () => void) => runtime?.followAction(id, listener) ?? (() => undefined), [runtime, id]),
    () => runtime?.actionState(id),
  );
  if (!runtime || !state) return null;
  return (
    <div className={classes.field}>
      <div className={classes.head}>
        <span className={classes.label}>Result: {state.status}</span>
        <Button
          className={classes.mode}
          size="compact-xs"
          variant="default"
          leftSection={<IconPlayerPlay aria-hidden />}
          loading={state.is_running}
          onClick={() => void runtime.runAction(id, {}, {}, 'tried in the builder').catch(() => undefined)}
        >
          Run
        </Button>
      </div>
      {state.error && <p className={classes.problem}>{state.error.message}</p>}
      {state.data !== null && <JsonTree value={state.data} label={`Result of ${id}`} maxHeight={240} />}
    </div>
  );
}
