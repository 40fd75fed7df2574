import { IconStar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { WaitingList } from '../approvals/WaitingList.tsx';
import { useMe, useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FactLine } from '../ui/FactLine.tsx';
import { formatPlural } from '../ui/format.ts';
import { Card, Page, Section } from '../ui/Page.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { Checklist } from './Checklist.tsx';
import { ConversationsList } from './ConversationsList.tsx';
import { FailingList } from './FailingList.tsx';
import { greetingAt } from './home-items.ts';
import { homeQuery, type Home } from './home.api.ts';
import classes from './HomePage.module.css';
import { ItemList } from './ItemList.tsx';
import { StartHere } from './StartHere.tsx';

// Runs end by the thousand; the page is read again at most this often.
const refreshMs = 500;

/** What waits for me, what fails now, what I did last. */
export function HomePage(): ReactNode {
  const workspace = useWorkspace();
  const me = useMe();
  const { data, error, refetch } = useQuery(homeQuery(workspace.id));
  const refresh = useRefresh(homeQuery(workspace.id).queryKey, refreshMs);
  useRoom(workspace.id, 'runs', {
    onJobChanged: ({ status }) => {
      if (status === 'failed' || status === 'succeeded') refresh();
    },
  });
  usePageTitle('Home');
  const name = (me.name || workspace.username).split(' ')[0];
  return (
    <Page
      header={
        <header className={classes.head}>
          <h1 className={classes.greeting}>
            {greetingAt(new Date().getHours())}, {name}
          </h1>
          {data && <Summary home={data} workspace={workspace.id} />}
        </header>
      }
    >
      {!!error && !data && <ErrorNotice error={error} title="The home page could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={6} />}
      {data && <Content home={data} workspace={workspace.id} canBuild={workspace.canBuild} />}
    </Page>
  );
}

function Summary({ home, workspace }: { home: Home; workspace: string }): ReactNode {
  const { running, failed } = home;
  return (
    <p className={classes.summary}>
      <FactLine>
        {running > 0 ? (
          <Link to="/w/$workspace/runs" params={{ workspace }} search={{ status: 'running' }}>
            {formatPlural(running, 'run')} in progress
          </Link>
        ) : (
          <span>Nothing is running</span>
        )}
        <span>{failed.length > 0 ? `${failed.length} failing` : 'nothing failed in the last 24 hours'}</span>
      </FactLine>
    </p>
  );
}

function Content({ home, workspace, canBuild }: { home: Home; workspace: string; canBuild: boolean }): ReactNode {
  const isNew = canBuild && home.checklist.some((step) => !step.is_done);
  return (
    <div className={classes.grid}>
      <div className={classes.column}>
        <WaitingList workspace={workspace} />
        {home.failed.length > 0 && (
          <Section title="Failing now" description="Failed in the last 24 hours and not succeeded since">
            <FailingList failing={home.failed} />
          </Section>
        )}
        {home.recent.length > 0 && (
          <Section title="Recent">
            <ItemList items={home.recent} label="Recent" />
          </Section>
        )}
        {(home.starting_points.length > 0 || home.recent.length === 0) && <StartHere items={home.starting_points} />}
      </div>
      <div className={classes.column}>
        {isNew && <Checklist steps={home.checklist} />}
        <ConversationsList workspace={workspace} />
        <Section title="Favourites">
          {home.favourites.length > 0 ? (
            <ItemList items={home.favourites} label="Favourites" isCompact />
          ) : (
            <Quiet icon={<IconStar />}>The star of a script, flow or agent keeps it here.</Quiet>
          )}
        </Section>
      </div>
    </div>
  );
}

function Quiet({ icon, children }: { icon: ReactNode; children: ReactNode }): ReactNode {
  return (
    <Card>
      <p className={classes.quiet}>
        {icon}
        {children}
      </p>
    </Card>
  );
}
