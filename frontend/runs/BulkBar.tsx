import { Button } from '@mantine/core';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { isLive } from '../../backend/jobs/core/job-status.ts';
import type { BulkResult, JobRow } from '../../backend/jobs/jobs.contract.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatPlural } from '../ui/format.ts';
import classes from './BulkBar.module.css';
import { bulkCancel, bulkRerun, runsKey } from './runs.api.ts';

/** Props of {@link BulkBar}. */
export type BulkBarProps = { workspace: string; rows: readonly JobRow[]; ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void };

// Above this, starting all of them again is asked about first.
const manyRuns = 5;

type Bulk = { verb: string; perform: (workspace: string, ids: readonly string[]) => Promise<BulkResult> };
const cancelling: Bulk = { verb: 'cancelled', perform: bulkCancel };
const runningAgain: Bulk = { verb: 'started again', perform: bulkRerun };

/** What can be done with the chosen runs together, and what came of it. Those that were refused stay chosen. */
export function BulkBar({ workspace, rows, ids, onChange }: BulkBarProps): ReactNode {
  const client = useQueryClient();
  const [question, setQuestion] = useState<'cancel' | 'again' | null>(null);
  const work = useMutation({
    mutationFn: async ({ bulk, chosen }: { bulk: Bulk; chosen: readonly string[] }) => ({ bulk, result: await bulk.perform(workspace, chosen) }),
    onSuccess: ({ result }) => {
      void client.invalidateQueries({ queryKey: runsKey(workspace) });
      if (result.refused.length > 0) onChange(new Set(result.refused.map(({ id }) => id)));
    },
  });
  const live = rows.filter((row) => isLive(row.status)).map((row) => row.id);
  const deployed = rows.filter(({ kind }) => kind === 'script' || kind === 'flow' || kind === 'agent').map((row) => row.id);
  const perform = (bulk: Bulk, chosen: readonly string[]): Promise<unknown> => work.mutateAsync({ bulk, chosen });
  const again = (): void => (deployed.length > manyRuns ? setQuestion('again') : void perform(runningAgain, deployed).catch(() => undefined));
  return (
    <div className={classes.bar} role="region" aria-label="Chosen runs">
      <div className={classes.row}>
        <span className={classes.count}>{formatPlural(ids.size, 'run')} chosen</span>
        <Button size="xs" leftSection={<IconPlayerStop />} disabled={live.length === 0} onClick={() => setQuestion('cancel')}>
          Cancel {live.length > 0 ? formatPlural(live.length, 'run') : 'runs'}
        </Button>
        <Button size="xs" leftSection={<IconRefresh />} disabled={deployed.length === 0} loading={work.isPending} onClick={again}>
          Run {deployed.length > 0 ? formatPlural(deployed.length, 'run') : 'runs'} again
        </Button>
        <Button size="xs" variant="subtle" onClick={() => onChange(new Set())}>
          Clear the choice
        </Button>
      </div>
      {work.error && <ErrorNotice error={work.error} />}
      {work.data && <Outcome {...work.data} />}
      <ConfirmDialog
        isOpen={question === 'cancel'}
        onClose={() => setQuestion(null)}
        title={`Cancel ${formatPlural(live.length, 'run')}?`}
        confirmLabel={`Cancel ${formatPlural(live.length, 'run')}`}
        onConfirm={() => perform(cancelling, live)}
      >
        Those that run now are stopped where they are; what they have done already stays done.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'again'}
        onClose={() => setQuestion(null)}
        title={`Run ${formatPlural(deployed.length, 'run')} again?`}
        confirmLabel={`Run ${formatPlural(deployed.length, 'run')} again`}
        isDanger={false}
        onConfirm={() => perform(runningAgain, deployed)}
      >
        Each starts with the arguments that it had, on the newest version of its script.
      </ConfirmDialog>
    </div>
  );
}

function Outcome({ bulk, result }: { bulk: Bulk; result: BulkResult }): ReactNode {
  const reasons = [...new Set(result.refused.map(({ message }) => message))];
  return (
    <p className={classes.outcome} role="status">
      {formatPlural(result.done.length, 'run')} {bulk.verb}.
      {result.refused.length > 0 && ` ${formatPlural(result.refused.length, 'run')} refused: ${reasons.join(' ')}`}
    </p>
  );
}
