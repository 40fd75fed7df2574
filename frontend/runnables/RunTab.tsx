import { Button, Menu } from '@mantine/core';
import { IconHistory, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { JsonObject } from '../../backend/common/json.ts';
import { RequestedRuns } from '../approvals/RequestedRuns.tsx';
import { RequestRunForm } from '../approvals/RequestRunForm.tsx';
import { RunOutput } from '../runs/RunOutput.tsx';
import { nameOfActor } from '../runs/run-words.ts';
import { jobQuery, runsKey } from '../runs/runs.api.ts';
import { SchemaForm } from '../schema-form/SchemaForm.tsx';
import { useSchemaForm } from '../schema-form/useSchemaForm.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FormSummary } from '../ui/FormParts.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Card } from '../ui/Page.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { reusableArgs } from './example-args.ts';
import { RecentRuns } from './RecentRuns.tsx';
import type { Runnable } from './runnable.ts';
import { recentRunsQuery, runRunnable } from './runnables.api.ts';
import classes from './RunTab.module.css';

/** Props of {@link RunTab}. */
export type RunTabProps = {
  workspace: string;
  runnable: Runnable;
  /** What the form holds; kept by the page, so that it survives a look at another tab. */
  args: JsonObject;
  onArgs: (args: JsonObject) => void;
};

/** The form of a script, flow or agent beside what its run gives. */
export function RunTab({ workspace, runnable, args, onArgs }: RunTabProps): ReactNode {
  const [state, change] = useUrlState();
  const [given, setGiven] = useState<{ args: JsonObject; count: number; error: unknown }>({ args, count: 0, error: null });
  const client = useQueryClient();
  const take = async (jobId: string): Promise<void> => {
    try {
      const job = await client.fetchQuery(jobQuery(workspace, jobId));
      setGiven((previous) => ({ args: reusableArgs(job.args), count: previous.count + 1, error: null }));
    } catch (error) {
      setGiven((previous) => ({ ...previous, error }));
    }
  };
  const { from } = state;
  useEffect(() => {
    if (from === undefined) return;
    void take(from);
    change({ from: undefined });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a link brings arguments once
  }, [from]);
  if (!runnable.isRunnable) return <p className={classes.library}>This script has no entry point. Others import it; it cannot be run by itself.</p>;
  return (
    <div className={classes.columns}>
      <div className={classes.left}>
        {runnable.description && <p className={classes.description}>{runnable.description}</p>}
        {given.error !== null && <ErrorNotice error={given.error} title="The arguments of that run could not be read." />}
        {runnable.hasToAsk ? (
          <RequestRunForm key={given.count} workspace={workspace} {...runnable} given={given.args} onArgs={onArgs}>
            {hasArguments(runnable) && <PastRuns workspace={workspace} runnable={runnable} onTake={(id) => void take(id)} />}
          </RequestRunForm>
        ) : (
          <RunForm
            key={given.count}
            workspace={workspace}
            runnable={runnable}
            given={given.args}
            onArgs={onArgs}
            onTake={(id) => void take(id)}
            onStarted={(run) => change({ run })}
          />
        )}
      </div>
      <div className={classes.right} id="run-output">
        {runnable.hasToAsk && <RequestedRuns workspace={workspace} path={runnable.path} />}
        {state['run'] ? (
          <Card>
            <RunOutput key={state['run']} workspace={workspace} jobId={state['run']} />
          </Card>
        ) : (
          <RecentRuns workspace={workspace} runnable={runnable} onTake={(id) => void take(id)} />
        )}
      </div>
    </div>
  );
}

const hasArguments = ({ schema }: Runnable): boolean => Object.keys((schema['properties'] ?? {}) as object).length > 0;

type RunFormProps = {
  workspace: string;
  runnable: Runnable;
  given: JsonObject;
  onArgs: (args: JsonObject) => void;
  onTake: (jobId: string) => void;
  onStarted: (jobId: string) => void;
};

function RunForm({ workspace, runnable, given, onArgs, onTake, onStarted }: RunFormProps): ReactNode {
  const client = useQueryClient();
  const form = useSchemaForm({
    schema: runnable.schema,
    given,
    submit: async (value) => {
      onStarted(await runRunnable(workspace, runnable.kind, runnable.path, value));
      await client.invalidateQueries({ queryKey: runsKey(workspace) });
      // Where the columns stand one under the other, the run would begin out of sight.
      requestAnimationFrame(() => document.getElementById('run-output')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' }));
    },
  });
  const { value } = form;
  useEffect(() => onArgs(value), [onArgs, value]);
  useShortcut('mod+enter', `Run the ${runnable.kind}`, () => form.onSubmit());
  const hasFields = hasArguments(runnable);
  return (
    <form onSubmit={form.onSubmit} noValidate className={classes.form} aria-label={`Run ${runnable.summary || runnable.path}`}>
      <FormSummary problems={form.summary} error={form.error} />
      {hasFields ? <SchemaForm {...form.form} /> : <p className={classes.none}>This {runnable.kind} takes no arguments.</p>}
      <div className={classes.actions}>
        <Button type="submit" variant="filled" leftSection={<IconPlayerPlay />} rightSection={<Kbd keys="mod+enter" />} loading={form.isBusy}>
          Run
        </Button>
        {hasFields && <PastRuns workspace={workspace} runnable={runnable} onTake={onTake} />}
      </div>
    </form>
  );
}

/** Fills the form with the arguments of an earlier run. */
function PastRuns({ workspace, runnable, onTake }: { workspace: string; runnable: Runnable; onTake: (jobId: string) => void }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ ...recentRunsQuery(workspace, runnable.kind, runnable.path), enabled: isOpen });
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconHistory />}>
          Arguments of a past run
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {data?.length === 0 && <Menu.Label>It has not run yet.</Menu.Label>}
        {data?.map((run) => (
          <Menu.Item key={run.id} leftSection={<StatusBadge status={run.status} variant="icon" />} onClick={() => onTake(run.id)}>
            {nameOfActor(run.created_by)}, <RelativeTime at={run.created_at} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
