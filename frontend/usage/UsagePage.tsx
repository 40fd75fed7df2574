import { Button, SegmentedControl } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { AgentUsageRow } from '../../backend/agents/agents.contract.ts';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatCount } from '../ui/format.ts';
import { Page, Section } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SubjectText } from '../ui/PersonText.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { Budgets } from './Budgets.tsx';
import { lastDays, sumBy, sumByDay } from './usage-sums.ts';
import { usageQuery } from './usage.api.ts';
import { UsageDays } from './UsageDays.tsx';
import classes from './Usage.module.css';
import { UsageTable } from './UsageTable.tsx';

const spans = ['7', '30', '90'] as const;

/** What agents have used up, by day, agent and person; and for admins what they may. */
export function UsagePage(): ReactNode {
  const { id: workspace, isAdmin } = useWorkspace();
  const [{ days: wanted }, change] = useUrlState();
  const span = spans.find((one) => one === wanted) ?? '30';
  const days = useMemo(() => lastDays(Number(span), new Date()), [span]);
  const { data, error, refetch } = useQuery(usageQuery(workspace, days[0] ?? '', days.at(-1) ?? ''));
  return (
    <Page
      header={
        <PageHeader
          title="AI usage"
          description={
            isAdmin
              ? 'What agents have used up, and what they may. Days begin at midnight UTC.'
              : 'What agents have used up for you. Days begin at midnight UTC.'
          }
          actions={
            <SegmentedControl
              aria-label="How far back"
              value={span}
              onChange={(next) => change({ days: next === '30' ? undefined : next })}
              data={spans.map((value) => ({ value, label: `${value} days` }))}
            />
          }
        />
      }
    >
      {error && !data && <ErrorNotice error={error} title="The usage could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={6} />}
      {data && <Used workspace={workspace} rows={data} days={days} hasPeople={isAdmin} />}
      {isAdmin && <Budgets workspace={workspace} />}
    </Page>
  );
}

function Used({
  workspace,
  rows,
  days,
  hasPeople,
}: {
  workspace: string;
  rows: readonly AgentUsageRow[];
  days: readonly string[];
  hasPeople: boolean;
}): ReactNode {
  if (rows.length === 0)
    return (
      <EmptyState
        icon={<IconChartBar />}
        title="No agent was asked anything in this time."
        action={
          <Button component={Link} to={`/w/${workspace}/chat`}>
            Ask an agent
          </Button>
        }
      />
    );
  const [all] = sumBy(rows, () => 'all');
  const figures: [string, string][] = [
    ['Cost', costInWords(all?.cost ?? 0)],
    ['Tokens', formatCount(all?.tokens ?? 0)],
    ['Runs', formatCount(all?.runs ?? 0)],
    ['Turns of a model', formatCount(all?.turns ?? 0)],
  ];
  return (
    <>
      <dl className={classes.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <UsageDays sums={sumByDay(rows, days)} />
      <div className={classes.tables}>
        <Section title="By agent">
          <UsageTable
            label="By agent"
            sums={sumBy(rows, ({ agent }) => agent)}
            name={(path) =>
              path === '' ? (
                'tests without a path'
              ) : (
                <Link to="/w/$workspace/runs" params={{ workspace }} search={{ path }} className="mono" title="Its runs">
                  {path}
                </Link>
              )
            }
          />
        </Section>
        {hasPeople && (
          <Section title="By person">
            <UsageTable label="By person" sums={sumBy(rows, ({ person }) => person)} name={(person) => <SubjectText subject={person} />} />
          </Section>
        )}
      </div>
    </>
  );
}
