import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { QueueInfo } from '../../backend/workers/workers.contract.ts';
import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { useNowWhile } from '../runs/TimeBar.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatDuration } from '../ui/format.ts';
import { Page, Section } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { Count } from '../ui/Values.tsx';
import { tagText } from '../runs/tag-words.ts';
import { needsNoWorker, sortQueues, summaryOfWorkers, trouble } from './worker-words.ts';
import { WorkerCard } from './WorkerCard.tsx';
import { workersKey, workersQuery } from './workers.api.ts';
import classes from './WorkersPage.module.css';

// Reports of several workers come close together and are read once.
const gatherMs = 500;

/** The workers, what they can do and how busy they are, and what waits for whom. */
export function WorkersPage(): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data, error, refetch } = useQuery(workersQuery(workspace));
  const refresh = useRefresh(workersKey(workspace), gatherMs);
  useRoom(workspace, 'workers', { onWorkersChanged: refresh, onJoined: refresh });
  // Queues change with runs, and not only with workers.
  useRoom(workspace, 'runs', { onJobChanged: refresh });
  return (
    <Page header={<PageHeader title="Workers" description={data ? summaryOfWorkers(data.workers, data.queues) : ' '} />}>
      {error && !data && <ErrorNotice error={error} title="The workers could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={6} />}
      {data && (
        <>
          {data.queues.length > 0 && (
            <Section title="Queue by tag" description="A run waits for a worker that takes its tag.">
              <Queues workspace={workspace} queues={sortQueues(data.queues)} />
            </Section>
          )}
          <Section title="Workers">
            {data.workers.length === 0 ? (
              <EmptyState icon={<IconServer2 />} title="No worker has ever joined.">
                Start one with <code>npm run start:worker</code> on a machine that reaches the same database.
              </EmptyState>
            ) : (
              <div className={classes.cards}>
                {data.workers.map((worker) => (
                  <WorkerCard key={worker.id} worker={worker} workspace={workspace} />
                ))}
              </div>
            )}
          </Section>
        </>
      )}
    </Page>
  );
}

function Queues({ workspace, queues }: { workspace: string; queues: readonly QueueInfo[] }): ReactNode {
  const now = useNowWhile(queues.some((queue) => queue.queued > 0));
  const longest = Math.max(1, ...queues.map((queue) => queue.queued + queue.running));
  return (
    <table className={classes.queues}>
      <thead>
        <tr>
          <th scope="col">Tag</th>
          <th scope="col" className={classes.barColumn}>
            <span className="visually-hidden">Picture</span>
          </th>
          <th scope="col" className={classes.number}>
            Running
          </th>
          <th scope="col" className={classes.number}>
            Waiting
          </th>
          <th scope="col" className={classes.number}>
            Oldest
          </th>
          <th scope="col" className={classes.number}>
            Workers
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => {
          const warning = trouble(queue, now);
          return (
            <Fragment key={queue.tag}>
              <tr data-trouble={warning !== null || undefined}>
                <th scope="row">
                  <Link to="/w/$workspace/runs" params={{ workspace }} search={{ tag: queue.tag, status: 'queued,running' }} className={classes.tag}>
                    {tagText(queue.tag)}
                  </Link>
                </th>
                <td className={classes.barColumn}>
                  <span className={classes.bar} aria-hidden>
                    <span className={classes.running} style={{ width: `${(queue.running / longest) * 100}%` }} />
                    <span className={classes.waiting} style={{ width: `${(queue.queued / longest) * 100}%` }} />
                  </span>
                </td>
                <td className={classes.number}>
                  <Count value={queue.running} />
                </td>
                <td className={classes.number}>
                  <Count value={queue.queued} />
                </td>
                <td className={classes.number}>{queue.oldest_at === null ? '–' : formatDuration(now - Date.parse(queue.oldest_at))}</td>
                <td className={classes.number}>
                  {needsNoWorker(queue.tag) ? <span className={classes.quiet}>none needed</span> : <Count value={queue.workers} />}
                </td>
              </tr>
              {warning !== null && (
                <tr data-trouble className={classes.warningRow}>
                  <td colSpan={6}>
                    <span className={classes.warning}>
                      <IconAlertTriangle aria-hidden /> {warning}
                    </span>
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
