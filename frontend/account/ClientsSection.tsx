import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ConnectedClient } from '../../backend/oauth/oauth.contract.ts';
import { wordsOfReach } from '../oauth/authorization-request.ts';
import { connectedClientsKey, connectedClientsQuery, disconnectClient } from '../oauth/oauth.api.ts';
import { useWorkspaceOrNull } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './Account.module.css';

/** The AI clients that the person has let into a workspace. */
export function ClientsSection(): ReactNode {
  const queryClient = useQueryClient();
  const workspace = useWorkspaceOrNull();
  const { data, error, refetch } = useQuery(connectedClientsQuery);
  const [asked, setAsked] = useState<ConnectedClient | null>(null);
  const disconnect = async (): Promise<void> => {
    if (asked) await disconnectClient(asked.id);
    await queryClient.invalidateQueries({ queryKey: connectedClientsKey });
  };
  const connect = workspace && (
    <Button renderRoot={(props) => <Link to="/w/$workspace/mcp" params={{ workspace: workspace.id }} {...props} />}>Connect an AI client</Button>
  );
  return (
    <Section
      title="Connected clients"
      description="Programs that run scripts, flows and agents in your name through MCP."
      actions={data && data.length > 0 ? connect : undefined}
    >
      {error && <ErrorNotice error={error} title="The clients could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={2} />}
      {data?.length === 0 && <EmptyState icon={<IconPlugConnected />} title="No program has been let in" action={connect} />}
      {data && data.length > 0 && (
        <ul className={classes.list}>
          {data.map((client) => (
            <ClientRow key={client.id} client={client} onDisconnect={() => setAsked(client)} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={`Disconnect ${asked?.name ?? ''}?`}
        confirmLabel="Disconnect client"
        onConfirm={disconnect}
      >
        <p>It is refused from now on. To come back it has to ask you again.</p>
      </ConfirmDialog>
    </Section>
  );
}

function ClientRow({ client, onDisconnect }: { client: ConnectedClient; onDisconnect: () => void }): ReactNode {
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.title}>{client.name}</span>
        <span className={classes.muted}>
          {client.workspace} · let in <RelativeTime at={client.created_at} /> ·{' '}
          {client.used_at ? (
            <>
              used <RelativeTime at={client.used_at} />
            </>
          ) : (
            'never used'
          )}
        </span>
        <span className={classes.scopes}>
          {client.scopes.map((scope) => (
            <span key={scope} className={classes.scope} title={scope}>
              {wordsOfReach(scope)}
            </span>
          ))}
        </span>
      </span>
      <Button size="xs" variant="subtle" onClick={onDisconnect}>
        Disconnect
      </Button>
    </li>
  );
}
