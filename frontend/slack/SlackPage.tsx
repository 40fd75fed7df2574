import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { UrlTabs, useUrlTab, type TabDefinition } from '../ui/UrlTabs.tsx';
import { CommandsTab } from './CommandsTab.tsx';
import { ConnectionTab } from './ConnectionTab.tsx';
import { SimulatorTab } from './simulator/SimulatorTab.tsx';
import { slackCommandsQuery, slackSetupQuery } from './slack.api.ts';
import { SlackPeopleTab } from './SlackPeopleTab.tsx';

const views: Readonly<Record<string, () => ReactNode>> = { commands: CommandsTab, connection: ConnectionTab, people: SlackPeopleTab, simulator: SimulatorTab };

/** Slack: what people run from there, how it is connected, who is who, and a Slack of our own to try it in. */
export function SlackPage(): ReactNode {
  const { id: workspace, isAdmin } = useWorkspace();
  const commands = useQuery(slackCommandsQuery(workspace));
  const setup = useQuery(slackSetupQuery(workspace, isAdmin));
  const tabs: TabDefinition[] = [
    { id: 'commands', label: 'Commands', count: commands.data?.length ?? null },
    ...(isAdmin
      ? [
          { id: 'connection', label: 'Connection' },
          { id: 'people', label: 'People' },
        ]
      : []),
    ...(setup.data?.has_simulator ? [{ id: 'simulator', label: 'Simulator' }] : []),
  ];
  const open = useUrlTab(tabs);
  const View = views[open] ?? CommandsTab;
  return (
    <Page
      layout={open === 'simulator' ? 'fill' : 'flow'}
      header={
        <PageHeader title="Slack" description="Commands, forms, conversations with agents, and approvals, in the chat that people have open anyway.">
          <UrlTabs tabs={tabs} label="Slack" />
        </PageHeader>
      }
    >
      <View />
    </Page>
  );
}
