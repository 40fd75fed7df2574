import { Anchor, Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Page, Section } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import { UrlTabs, useUrlTab } from '../ui/UrlTabs.tsx';
import { clientSetups, type ClientSetup } from './client-setups.ts';
import classes from './Mcp.module.css';
import { mcpAddressQuery } from './mcp.api.ts';

/** How an AI client is connected with the workspace, and how agents use the servers of others. */
export function McpPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const { data: url, error, refetch } = useQuery(mcpAddressQuery(workspace));
  return (
    <Page
      width="narrow"
      header={
        <PageHeader
          title="Connect an AI client (MCP)"
          documentTitle="AI clients"
          icon={<IconPlugConnected />}
          description="Claude, Cursor, VS Code and others use the scripts, flows and agents of this workspace as tools, each as the person who connects it."
        />
      }
    >
      {error && <ErrorNotice error={error} title="The address could not be read." onRetry={() => void refetch()} />}
      {!url && !error && <SkeletonForm />}
      {url && <Address url={url} />}
      {url && <Setups url={url} workspace={workspace} />}
      <Rules />
      {canBuild && <OtherWay workspace={workspace} />}
    </Page>
  );
}

function Address({ url }: { url: string }): ReactNode {
  return (
    <Section title="The address" description="Streamable HTTP. A client that knows OAuth needs nothing else: it opens a page here, on which you let it in.">
      <div className={classes.address}>
        <output className={classes.url} aria-label="Address of the MCP server">
          {url}
        </output>
        <CopyButton value={url} label="Copy the address">
          Copy
        </CopyButton>
      </div>
    </Section>
  );
}

function Setups({ url, workspace }: { url: string; workspace: string }): ReactNode {
  const setups = clientSetups(url, `millrace-${workspace}`);
  const open = useUrlTab(setups, 'client');
  const setup = setups.find(({ id }) => id === open) ?? setups[0];
  return (
    <Section title="Your client">
      <UrlTabs tabs={setups.map(({ id, label }) => ({ id, label }))} parameter="client" label="AI clients" />
      {setup && <Setup setup={setup} />}
    </Section>
  );
}

function Setup({ setup }: { setup: ClientSetup }): ReactNode {
  return (
    <div className={classes.setup}>
      <div className={classes.head}>
        <p className={classes.words}>
          {setup.steps}{' '}
          {setup.id === 'token' && (
            <Anchor inherit underline="always" renderRoot={(props) => <Link to="/account" search={{ tab: 'tokens' }} {...props} />}>
              Make an API token
            </Anchor>
          )}
        </p>
        <CopyButton value={setup.snippet} label={`Copy what ${setup.label} needs`}>
          Copy
        </CopyButton>
      </div>
      <StaticCode content={setup.snippet} language={setup.language} label={`For ${setup.label}`} />
    </div>
  );
}

function Rules(): ReactNode {
  return (
    <Section title="What a client may do">
      <ul className={classes.rules}>
        <li>It sees the scripts, flows and agents that you may run, as far as you have let it: a folder, or all. It reads documents, and nothing else.</li>
        <li>Each call is a run in your name, with its log, on the page Runs. What needs an approval waits for it.</li>
        <li>Scripts marked read-only say so, and clients ask less often before they run them.</li>
        <li>
          You can shut it out at any time:{' '}
          <Anchor inherit underline="always" renderRoot={(props) => <Link to="/account" search={{ tab: 'clients' }} {...props} />}>
            connected clients
          </Anchor>
          .
        </li>
      </ul>
    </Section>
  );
}

function OtherWay({ workspace }: { workspace: string }): ReactNode {
  return (
    <Section
      title="The other way: tools of MCP servers for your agents"
      description="A server of somebody else, by its address, or a program that Millrace starts in a sandbox, is a resource of the type “MCP server”. Agents name it and use its tools."
    >
      <div>
        <Button renderRoot={(props) => <Link to="/w/$workspace/resources" params={{ workspace }} {...props} />}>Go to resources</Button>
      </div>
    </Section>
  );
}
