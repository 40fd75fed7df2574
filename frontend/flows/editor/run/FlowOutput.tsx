import { Button, Tabs } from '@mantine/core';
import { IconPinned } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { defineFlow } from '../../../../backend/flows/core/definition.ts';
import type { FlowRunStep } from '../../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../../backend/flows/flow.contract.ts';
import type { Job } from '../../../../backend/jobs/jobs.contract.ts';
import { RunHeadline } from '../../../runs/RunHeadline.tsx';
import { RunResult } from '../../../runs/RunResult.tsx';
import { useJob } from '../../../runs/useJob.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { SkeletonText } from '../../../ui/Skeletons.tsx';
import { stepResultQuery } from '../../run/flow-runs.api.ts';
import { StepInputs, StepLog, StepResult } from '../../run/StepParts.tsx';
import { StepState } from '../../run/StepState.tsx';
import type { FlowEditor } from '../state/useFlowEditor.ts';
import classes from './FlowOutput.module.css';

/** Props of {@link FlowOutput}. */
export type FlowOutputProps = { editor: FlowEditor; jobId: string; steps: ReadonlyMap<string, FlowRunStep> };

/** What the last test came to: of the selected step, or of the flow. */
export function FlowOutput({ editor, jobId, steps }: FlowOutputProps): ReactNode {
  const { workspace, selected, document } = editor;
  const { job, error, reload } = useJob(workspace, jobId);
  const module = useMemo(() => (selected === null ? undefined : defineFlow(document.value).steps.get(selected)?.module), [document.value, selected]);
  if (!job)
    return (
      <div className={classes.output}>
        {error === null ? <SkeletonText lines={4} /> : <ErrorNotice error={error} title="The test could not be read." onRetry={reload} />}
      </div>
    );
  const state = module && steps.get(module.id);
  return (
    <section className={classes.output} aria-label="Output of the test">
      <RunHeadline workspace={workspace} job={job} />
      {module ? (
        state ? (
          <StepOutput key={`${jobId} ${module.id}`} editor={editor} job={job} module={module} state={state} />
        ) : (
          <p className={classes.quiet}>{notReached(job, module)}</p>
        )
      ) : (
        <RunResult workspace={workspace} job={job} />
      )}
    </section>
  );
}

const notReached = (job: Job, module: FlowModule): string =>
  job.ended_at === null ? `The run has not reached ${module.id} yet.` : `The run did not come to ${module.id}.`;

type StepOutputProps = { editor: FlowEditor; job: Job; module: FlowModule; state: FlowRunStep };

function StepOutput({ editor, job, module, state }: StepOutputProps): ReactNode {
  const { workspace, select, document } = editor;
  const modules = useMemo(
    () => new Map([...defineFlow(document.value).steps.values()].map((located) => [located.module.id, located.module])),
    [document.value],
  );
  const child = useJob(workspace, state.job_id);
  const [tab, setTab] = useState<string | null>('result');
  return (
    <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
      <div className={classes.bar}>
        <Tabs.List aria-label={`Output of ${module.id}`}>
          <Tabs.Tab value="result">{state.status === 'failed' ? 'Error' : 'Result'}</Tabs.Tab>
          {state.job_id !== null && <Tabs.Tab value="log">Log</Tabs.Tab>}
          {state.job_id !== null && <Tabs.Tab value="inputs">Inputs</Tabs.Tab>}
        </Tabs.List>
        <span className={classes.side}>
          <code>{module.id}</code>
          <StepState status={state.status} />
          {state.has_result && <PinButton editor={editor} job={job} module={module} state={state} />}
        </span>
      </div>
      <Tabs.Panel value="result" className={classes.part}>
        <StepResult workspace={workspace} job={job} module={module} modules={modules} state={state} child={child.job} onStep={select} />
      </Tabs.Panel>
      <Tabs.Panel value="log" className={classes.log}>
        <StepLog workspace={workspace} state={state} child={child} />
      </Tabs.Panel>
      <Tabs.Panel value="inputs" className={classes.part}>
        <StepInputs workspace={workspace} child={child} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** Keeps the result, so that the next tests take it instead of running the step. */
function PinButton({ editor, job, module, state }: StepOutputProps): ReactNode {
  const { data, isSuccess } = useQuery(stepResultQuery(editor.workspace, job.id, state, state.ended_at));
  const isPinned = module.mock?.enabled === true;
  const pin = (): void =>
    editor.run({ do: 'set_step', step: module.id, field: ['mock'], value: isPinned ? undefined : { enabled: true, return_value: data ?? null } });
  return (
    <Button size="xs" variant="subtle" leftSection={<IconPinned />} aria-pressed={isPinned} disabled={!isSuccess && !isPinned} onClick={pin}>
      {isPinned ? 'Unpin result' : 'Pin result'}
    </Button>
  );
}
