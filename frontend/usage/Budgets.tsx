import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AgentBudget } from '../../backend/agents/agents.contract.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { BudgetDialog } from './BudgetDialog.tsx';
import { budgetLimit, budgetShare, budgetSubject, budgetUsed, withoutBudget } from './usage-sums.ts';
import { budgetsQuery, putBudgets, usageKey } from './usage.api.ts';
import classes from './Usage.module.css';

/** What agents may use up: for the workspace, an agent, a person, or each of them. */
export function Budgets({ workspace }: { workspace: string }): ReactNode {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(budgetsQuery(workspace));
  const [edited, setEdited] = useState<AgentBudget | 'new' | null>(null);
  const [removed, setRemoved] = useState<AgentBudget | null>(null);
  return (
    <Section
      title="Budgets"
      description="Where one is used up, no agent that it is for is asked another time until the next day or month. An answer that is under way is not cut."
      actions={
        <Button leftSection={<IconPlus />} onClick={() => setEdited('new')} disabled={!data}>
          Add budget
        </Button>
      }
    >
      {error && !data && <ErrorNotice error={error} title="The budgets could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={2} />}
      {data?.length === 0 && <p className={classes.quiet}>None: agents use up what their own limits allow.</p>}
      {data && data.length > 0 && (
        <ul className={classes.budgets} aria-label="Budgets">
          {data.map((budget) => (
            <Row key={`${budget.scope} ${budget.name} ${budget.period}`} budget={budget} onEdit={() => setEdited(budget)} onRemove={() => setRemoved(budget)} />
          ))}
        </ul>
      )}
      {edited !== null && data && <BudgetDialog workspace={workspace} all={data} budget={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      <ConfirmDialog
        isOpen={removed !== null}
        onClose={() => setRemoved(null)}
        title={removed ? `Remove the budget of ${budgetSubject(removed).toLowerCase()}?` : ''}
        confirmLabel="Remove budget"
        onConfirm={async () => {
          if (removed && data) await putBudgets(workspace, { items: withoutBudget(data, removed) });
          await client.invalidateQueries({ queryKey: usageKey(workspace) });
        }}
      >
        What it limits is not limited any more.
      </ConfirmDialog>
    </Section>
  );
}

function Row({ budget, onEdit, onRemove }: { budget: AgentBudget; onEdit: () => void; onRemove: () => void }): ReactNode {
  const share = budgetShare(budget);
  const subject = budgetSubject(budget);
  return (
    <li className={classes.budget}>
      <div className={classes.budgetWords}>
        <span className={classes.subject}>{subject}</span>
        <span className={classes.quiet}>{budgetLimit(budget)}</span>
      </div>
      {share === null ? (
        <span className={classes.quiet}>counted for each</span>
      ) : (
        <div className={classes.meter}>
          <span className={classes.quiet}>
            {budgetUsed(budget)}
            {share >= 1 && <strong className={classes.over}> · used up</strong>}
          </span>
          <span aria-hidden className={classes.track}>
            <span data-over={share >= 1 || undefined} style={{ width: `${Math.min(1, share) * 100}%` }} />
          </span>
        </div>
      )}
      <div className={classes.budgetActions}>
        <IconButton label={`Change the budget of ${subject}`} icon={<IconPencil />} variant="subtle" onClick={onEdit} />
        <IconButton label={`Remove the budget of ${subject}`} icon={<IconTrash />} variant="subtle" onClick={onRemove} />
      </div>
    </li>
  );
}
