import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { agentTraceQuery } from '../../agents/agents.api.ts';
import { ThreadMessages } from '../../chat/parts/ThreadMessages.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { UrlTabs } from '../../ui/UrlTabs.tsx';
import { ArgumentsView } from '../ArgumentsView.tsx';
import { RunDetails } from '../RunDetails.tsx';
import { type LoadedRun, ResultSection, RunHeader } from '../RunHeader.tsx';
import { TimeBar } from '../TimeBar.tsx';
import classes from './AgentTraceView.module.css';
import { AgentTraceView } from './AgentTraceView.tsx';
import { outputOf } from './trace-rows.ts';

/** Room for the trace and the conversation side by side. */
const sideBySide = '(min-width: 1200px)';

/** A run of an agent: what it answered, what it did step by step, and the conversation that it belongs to. */
export function AgentRunPage(props: LoadedRun): ReactNode {
  const { workspace, job, isRaw } = props;
  const isWide = useMediaQuery(sideBySide, true, { getInitialValueInEffect: false });
  // The result tells everything; people look for the answer.
  const shown: Job = isRaw ? job : { ...job, result: outputOf(job.result) as Job['result'] };
  const result = <ResultSection {...props} job={shown} />;
  const trace = <AgentTraceView workspace={workspace} job={job} />;
  const args = (
    <Section title="Arguments">
      <ArgumentsView workspace={workspace} args={job.args} schema={job.schema} />
    </Section>
  );
  const details = (
    <Section title="Details">
      <RunDetails workspace={workspace} job={job} />
    </Section>
  );
  const header = (
    <RunHeader {...props}>
      <TimeBar job={job} />
    </RunHeader>
  );
  if (isWide)
    return (
      <Page header={header} layout="fill" isFlush>
        <div className={classes.panes}>
          <Splitter
            name="agent-run"
            label="Resize trace and conversation"
            initial={54}
            minimum={30}
            maximum={75}
            first={
              <div className={classes.left}>
                {result}
                {trace}
                {args}
                {details}
              </div>
            }
            second={
              <div className={classes.thread}>
                <RunThread workspace={workspace} job={job} />
              </div>
            }
          />
        </div>
      </Page>
    );
  return (
    <Page header={header}>
      <UrlTabs
        label="Parts of the run"
        tabs={[
          { id: 'result', label: job.status === 'failed' ? 'Error' : 'Answer', content: result },
          { id: 'trace', label: 'Trace', content: trace },
          {
            id: 'thread',
            label: 'Conversation',
            content: (
              <div className={classes.threadFlow}>
                <RunThread workspace={workspace} job={job} />
              </div>
            ),
          },
          { id: 'arguments', label: 'Arguments', content: args },
          { id: 'details', label: 'Details', content: details },
        ]}
      />
    </Page>
  );
}

/** The conversation that the run belongs to, as far as it is shown. */
function RunThread({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const { data, isPending } = useQuery(agentTraceQuery(workspace, job.id));
  if (data?.thread_id) return <ThreadMessages workspace={workspace} threadId={data.thread_id} />;
  return isPending ? <SkeletonText lines={6} /> : <p className={classes.quiet}>The conversation of this run was deleted.</p>;
}
