import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Folder } from '../../backend/access/access.contract.ts';
import type { AgentRow } from '../../backend/agents/agents.contract.ts';
import type { AppRow } from '../../backend/apps/apps.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import type { FlowRow } from '../../backend/flows/flows.contract.ts';
import type { ResourceRow } from '../../backend/resources/resources.contract.ts';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import type { ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import type { Variable } from '../../backend/variables/variables.contract.ts';
import { cronInWords } from '../../backend/schedules/core/cron-words.ts';
import { api, inWorkspace } from '../api/client.ts';
import { stepsInWords } from '../runnables/runnable.ts';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatCount } from '../ui/format.ts';
import { splitPath } from '../ui/item-path.ts';
import { KindIcon, LanguageIcon } from '../ui/KindIcon.tsx';
import { Section } from '../ui/Page.tsx';
import { RunBars } from '../ui/RunBars.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { contains } from './folder-words.ts';
import rows from '../ui/rows.module.css';
import classes from './FolderContents.module.css';

/** How many of each kind are shown here; the rest is one click away in the list of the kind. */
const shown = 50;

/** What a folder holds: scripts, flows, agents and schedules with their last runs, resources, variables. */
export function FolderContents({ folder }: { folder: Folder }): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const space = `f/${folder.name}`;
  const read = <Item,>(kind: string) => ({
    queryKey: [workspace, kind, 'in-folder', space],
    queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Page<Item>>(inWorkspace(workspace, `/${kind}`), { folder: space, limit: shown }, signal),
    enabled: contains(folder.my_level, 'read'),
  });
  const [scripts, flows, agents, apps, schedules, resources, variables] = useQueries({
    queries: [
      read<ScriptRow>('scripts'),
      read<FlowRow>('flows'),
      read<AgentRow>('agents'),
      read<AppRow>('apps'),
      read<ScheduleRow>('schedules'),
      read<ResourceRow>('resources'),
      read<Variable>('variables'),
    ],
  });
  if (!contains(folder.my_level, 'read'))
    return <EmptyState title="You have no access to what this folder holds">Its owners can give it to you: they stand under Access.</EmptyState>;
  const answers = [scripts, flows, agents, apps, schedules, resources, variables];
  const failed = answers.find((answer) => answer.error);
  if (failed)
    return (
      <ErrorNotice error={failed.error} title="What the folder holds could not be read." onRetry={() => answers.forEach((answer) => void answer.refetch())} />
    );
  if (!scripts.data || !flows.data || !agents.data || !apps.data || !schedules.data || !resources.data || !variables.data) return <SkeletonRows />;
  const isEmpty = answers.every((answer) => answer.data?.items.length === 0);
  if (isEmpty) {
    const create = canBuild && contains(folder.my_level, 'write') && (
      <Button variant="filled" renderRoot={(props) => <Link to="/w/$workspace/scripts/new" params={{ workspace }} search={{ folder: space }} {...props} />}>
        New script
      </Button>
    );
    return <EmptyState title={`Nothing is in ${space} yet`} action={create} />;
  }
  return (
    <>
      <Kind title="Scripts" page={scripts.data} href={`/w/${workspace}/scripts?folder=${encodeURIComponent(space)}`}>
        {scripts.data.items.map((script) => (
          <Row
            key={script.path}
            kind="script"
            href={`/w/${workspace}/scripts/${script.path}`}
            title={script.summary || splitPath(script.path).name}
            path={script.path}
          >
            <LanguageIcon language={script.language} />
            <RunBars runs={script.runs} />
            <RelativeTime at={script.last_run_at} never="not run yet" />
          </Row>
        ))}
      </Kind>
      <Kind title="Flows" page={flows.data} href={`/w/${workspace}/flows?folder=${encodeURIComponent(space)}`}>
        {flows.data.items.map((flow) => (
          <Row key={flow.path} kind="flow" href={`/w/${workspace}/flows/${flow.path}`} title={flow.summary || splitPath(flow.path).name} path={flow.path}>
            <span>{stepsInWords(flow.step_count)}</span>
            <RunBars runs={flow.runs} />
            <RelativeTime at={flow.last_run_at} never="not run yet" />
          </Row>
        ))}
      </Kind>
      <Kind title="Agents" page={agents.data} href={`/w/${workspace}/agents?folder=${encodeURIComponent(space)}`}>
        {agents.data.items.map((agent) => (
          <Row
            key={agent.path}
            kind="agent"
            href={`/w/${workspace}/agents/${agent.path}`}
            title={agent.summary || splitPath(agent.path).name}
            path={agent.path}
          >
            <span>{agent.is_practice ? 'Practice model' : agent.model}</span>
            <RunBars runs={agent.runs} />
            <RelativeTime at={agent.last_run_at} never="not run yet" />
          </Row>
        ))}
      </Kind>
      <Kind title="Apps" page={apps.data} href={`/w/${workspace}/apps?folder=${encodeURIComponent(space)}`}>
        {apps.data.items.map((app) => (
          <Row
            key={app.path}
            kind="app"
            href={app.version === null ? `/w/${workspace}/apps/edit/${app.path}` : `/w/${workspace}/apps/${app.path}`}
            title={app.summary || splitPath(app.path).name}
            path={app.path}
          >
            <span>{app.version === null ? 'not released' : `version ${app.version}`}</span>
          </Row>
        ))}
      </Kind>
      <Kind title="Schedules" page={schedules.data} href={`/w/${workspace}/schedules?folder=${encodeURIComponent(space)}`}>
        {schedules.data.items.map((schedule) => (
          <Row
            key={schedule.path}
            kind="schedule"
            href={`/w/${workspace}/schedules/${schedule.path}`}
            title={schedule.summary || splitPath(schedule.path).name}
            path={schedule.path}
          >
            <span>{cronInWords(schedule.cron)}</span>
            <RunBars runs={schedule.runs} />
            <span>{schedule.enabled ? <RelativeTime at={schedule.next_at} never="never" /> : 'off'}</span>
          </Row>
        ))}
      </Kind>
      <Kind title="Resources" page={resources.data} href={`/w/${workspace}/resources?folder=${encodeURIComponent(space)}`}>
        {resources.data.items.map((resource) => (
          <Row
            key={resource.path}
            kind="resource"
            href={`/w/${workspace}/resources/${resource.path}`}
            title={resource.description || splitPath(resource.path).name}
            path={resource.path}
          >
            <span>{resource.resource_type}</span>
          </Row>
        ))}
      </Kind>
      <Kind title="Variables" page={variables.data} href={`/w/${workspace}/variables?folder=${encodeURIComponent(space)}`}>
        {variables.data.items.map((variable) => (
          <Row
            key={variable.path}
            kind="variable"
            href={`/w/${workspace}/variables/${variable.path}`}
            title={variable.description || splitPath(variable.path).name}
            path={variable.path}
          >
            <span>{variable.is_secret ? 'Secret' : 'Variable'}</span>
          </Row>
        ))}
      </Kind>
    </>
  );
}

function Kind({ title, page, href, children }: { title: string; page: Page<unknown>; href: string; children: ReactNode }): ReactNode {
  if (page.items.length === 0) return null;
  const count = page.next === null ? formatCount(page.items.length) : `more than ${page.items.length}`;
  return (
    <Section
      title={
        <>
          {title} <span className={classes.count}>{count}</span>
        </>
      }
      actions={
        <Link to={href} className={rows.all}>
          Open the list
        </Link>
      }
    >
      <ul className={rows.list}>{children}</ul>
    </Section>
  );
}

function Row({ kind, href, title, path, children }: { kind: string; href: string; title: string; path: string; children: ReactNode }): ReactNode {
  return (
    <li>
      <Link to={href} className={rows.row}>
        <KindIcon kind={kind} variant="tile" />
        <span className={rows.words}>
          <span className={rows.title}>{title}</span>
          <span className={`${rows.note} ${classes.path}`}>{splitPath(path).name}</span>
        </span>
        <span className={classes.facts}>{children}</span>
      </Link>
    </li>
  );
}
