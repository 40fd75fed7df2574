import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ApprovalRow, DecideApprovalsResult } from '../../backend/approvals/approvals.contract.ts';
import { formatPlural } from '../ui/format.ts';
import { bulkOutcomeOf } from './approval-words.ts';
import { BulkDialog } from './BulkDialog.tsx';
import { splitForBulk } from './inbox-rows.ts';
import classes from './InboxBulkBar.module.css';

/** Props of {@link InboxBulkBar}. */
export type InboxBulkBarProps = { rows: readonly ApprovalRow[]; chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void };

type Done = { vote: 'approve' | 'reject'; result: DecideApprovalsResult; titles: ReadonlyMap<string, string> };

/** What can be done with the chosen requests together, and what came of each. Those that were refused stay chosen. */
export function InboxBulkBar({ rows, chosen, onChange }: InboxBulkBarProps): ReactNode {
  const [vote, setVote] = useState<'approve' | 'reject' | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const { ready } = splitForBulk(rows, chosen);
  const take = (decided: 'approve' | 'reject', result: DecideApprovalsResult): void => {
    setDone({ vote: decided, result, titles: new Map(rows.map((row) => [row.id, row.title])) });
    onChange(new Set(result.refused.map(({ id }) => id)));
  };
  if (chosen.size === 0 && done === null) return null;
  return (
    <div className={classes.bar} role="region" aria-label="Chosen requests">
      {chosen.size > 0 && (
        <div className={classes.row}>
          <span className={classes.count}>{chosen.size} chosen</span>
          <Button size="xs" leftSection={<IconX />} disabled={ready.length === 0} onClick={() => setVote('reject')}>
            Reject {ready.length}
          </Button>
          <Button size="xs" leftSection={<IconCheck />} disabled={ready.length === 0} onClick={() => setVote('approve')}>
            Approve {ready.length}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              onChange(new Set());
              setDone(null);
            }}
          >
            Clear
          </Button>
        </div>
      )}
      {chosen.size > 0 && ready.length < chosen.size && (
        <p className={classes.note}>{formatPlural(chosen.size - ready.length, 'request')} of these cannot be decided together with others.</p>
      )}
      {done && <Outcome {...done} onClose={() => setDone(null)} />}
      {vote && <BulkDialog vote={vote} rows={rows} chosen={chosen} onClose={() => setVote(null)} onDone={(result) => take(vote, result)} />}
    </div>
  );
}

function Outcome({ vote, result, titles, onClose }: Done & { onClose: () => void }): ReactNode {
  return (
    <div className={classes.outcome} role="status">
      <p>
        {bulkOutcomeOf(result.done.length, result.refused.length, vote)}.{' '}
        <button type="button" className={classes.close} onClick={onClose}>
          Dismiss
        </button>
      </p>
      {result.refused.length > 0 && (
        <ul className={classes.refused}>
          {result.refused.map(({ id, message }) => (
            <li key={id}>
              <strong>{titles.get(id) ?? id}</strong>: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
