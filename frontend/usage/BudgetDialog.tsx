import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AgentBudget } from '../../backend/agents/agents.contract.ts';
import { membersQuery } from '../people/people.api.ts';
import { runnablesQuery } from '../runnables/runnables.api.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { withBudget } from './usage-sums.ts';
import { putBudgets, usageKey } from './usage.api.ts';

/** Props of {@link BudgetDialog}; `budget` is the one that is changed, `null` for a new one. */
export type BudgetDialogProps = { workspace: string; all: readonly AgentBudget[]; budget: AgentBudget | null; onClose: () => void };

const scopes = [
  { value: 'workspace', label: 'Workspace' },
  { value: 'agent', label: 'Agent' },
  { value: 'user', label: 'Person' },
] as const;
const each = '*';

type Values = { scope: AgentBudget['scope']; name: string; period: AgentBudget['period']; cost: number | null; tokens: number | null };

/** Sets how much may be used up, by whom or what, in a day or a month. */
export function BudgetDialog({ workspace, all, budget, onClose }: BudgetDialogProps): ReactNode {
  const client = useQueryClient();
  const initial: Values = budget
    ? { scope: budget.scope, name: budget.name, period: budget.period, cost: budget.cost_usd, tokens: budget.tokens }
    : { scope: 'workspace', name: '', period: 'month', cost: null, tokens: null };
  const form = useApiForm<Values>({
    initial,
    labels: { cost: 'US dollars', tokens: 'Tokens', name: 'For' },
    checks: {
      name: ({ scope, name }) => (scope !== 'workspace' && name === '' ? 'Say for which one, or for each.' : null),
      cost: ({ cost, tokens }) => (cost === null && tokens === null ? 'Limit dollars, tokens, or both.' : null),
    },
    submit: async ({ scope, name, period, cost, tokens }) => {
      const next = { scope, name: scope === 'workspace' ? '' : name, period, cost_usd: cost, tokens };
      await putBudgets(workspace, { items: withBudget(all, next, budget) });
      await client.invalidateQueries({ queryKey: usageKey(workspace) });
      onClose();
    },
  });
  const { values, set, idOf, errorOf } = form;
  return (
    <FormDialog isOpen onClose={onClose} title={budget ? 'Change budget' : 'New budget'} form={form} submitLabel="Save budget">
      <SegmentedControl
        aria-label="What is limited"
        data={[...scopes]}
        value={values.scope}
        onChange={(next) => {
          set('scope', next as Values['scope']);
          set('name', '');
        }}
        fullWidth
      />
      {values.scope !== 'workspace' && (
        <Names
          workspace={workspace}
          scope={values.scope}
          id={idOf('name')}
          value={values.name}
          onChange={(next) => set('name', next)}
          error={errorOf('name')}
        />
      )}
      <SegmentedControl
        aria-label="In which time"
        data={[
          { value: 'day', label: 'A day' },
          { value: 'month', label: 'A month' },
        ]}
        value={values.period}
        onChange={(next) => set('period', next as Values['period'])}
        fullWidth
      />
      <NumberInput
        id={idOf('cost')}
        label="US dollars"
        description="By the prices of the models; one whose price nobody knows counts as nothing"
        value={values.cost ?? ''}
        min={0}
        onChange={(next) => set('cost', typeof next === 'number' ? next : null)}
        error={errorOf('cost')}
        placeholder="No limit"
      />
      <NumberInput
        id={idOf('tokens')}
        label="Tokens"
        value={values.tokens ?? ''}
        min={0}
        allowDecimal={false}
        thousandSeparator=" "
        onChange={(next) => set('tokens', typeof next === 'number' ? next : null)}
        error={errorOf('tokens')}
        placeholder="No limit"
      />
    </FormDialog>
  );
}

type NamesProps = { workspace: string; scope: 'agent' | 'user'; id: string; value: string; onChange: (name: string) => void; error: string | undefined };

function Names({ workspace, scope, id, value, onChange, error }: NamesProps): ReactNode {
  const { data: members = [] } = useQuery({ ...membersQuery(workspace), enabled: scope === 'user' });
  const { data: agents = [] } = useQuery({ ...runnablesQuery(workspace, '', ['agent']), enabled: scope === 'agent' });
  const known =
    scope === 'user'
      ? members.map(({ username, name }) => ({ value: `u/${username}`, label: name ? `${name} (${username})` : username }))
      : agents.map(({ path, summary }) => ({ value: path, label: summary ? `${summary} (${path})` : path }));
  const names = [{ value: each, label: scope === 'user' ? 'Each person' : 'Each agent' }, ...known];
  const data = value === '' || names.some((one) => one.value === value) ? names : [...names, { value, label: value }];
  return <Select id={id} label="For" required data={data} value={value || null} onChange={(next) => onChange(next ?? '')} error={error} searchable />;
}
