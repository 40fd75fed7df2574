import { Anchor, Button, SegmentedControl } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SlackConnection, SlackSetup, SlackTest } from '../../backend/slack/slack.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Card, Section } from '../ui/Page.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import classes from './Slack.module.css';
import { deleteSlackConnection, slackKey, slackManifestQuery, slackSetupQuery, testSlackConnection } from './slack.api.ts';

/** How the workspace is connected with Slack, and the steps that lead there. */
export function ConnectionTab(): ReactNode {
  const { id: workspace } = useWorkspace();
  const { data: setup, error, refetch } = useQuery(slackSetupQuery(workspace));
  if (error) return <ErrorNotice error={error} title="The connection could not be read." onRetry={() => void refetch()} />;
  if (!setup) return <SkeletonForm />;
  return (
    <div className={classes.column}>
      {setup.connection ? <Connected connection={setup.connection} /> : <NotConnected setup={setup} />}
      <ManifestSection setup={setup} />
      <Section
        title={setup.connection ? 'Change the connection' : '2. Give Millrace the keys of the app'}
        description="They are stored encrypted and never shown again."
      >
        <Card>
          <ConnectionForm connection={setup.connection} />
        </Card>
      </Section>
    </div>
  );
}

function NotConnected({ setup }: { setup: SlackSetup }): ReactNode {
  return (
    <Section
      title="This workspace is not connected with Slack"
      description="Two steps, and about five minutes. You need the right to install apps in your Slack workspace."
    >
      {!setup.is_reachable && (
        <p className={classes.notice} role="note">
          Slack has to reach this installation over https, and its address is {new URL(setup.urls.events).origin}. Set <code>MILLRACE_BASE_URL</code> to its
          public address first
          {setup.has_simulator ? '; until then, try commands in the simulator' : ''}.
        </p>
      )}
    </Section>
  );
}

function Connected({ connection }: { connection: SlackConnection }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const [isLeaving, setLeaving] = useState(false);
  const [test, setTest] = useState<{ answer?: SlackTest; error?: unknown } | null>(null);
  const [isTesting, setTesting] = useState(false);
  const run = async (): Promise<void> => {
    setTesting(true);
    setTest(
      await testSlackConnection(workspace).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      ),
    );
    setTesting(false);
    await client.invalidateQueries({ queryKey: slackKey(workspace) });
  };
  return (
    <Section
      title={`Connected with ${connection.team_name || connection.team_id}`}
      description={
        <>
          By {connection.set_by.slice(2)}, <RelativeTime at={connection.updated_at} />
          {connection.enabled ? '' : '. It is switched off.'}
        </>
      }
      actions={
        <>
          <Button onClick={() => void run()} loading={isTesting}>
            Test connection
          </Button>
          <Button color="red" variant="subtle" onClick={() => setLeaving(true)}>
            Disconnect
          </Button>
        </>
      }
    >
      {test?.error !== undefined && <ErrorNotice error={test.error} />}
      {test?.answer && (
        <p className={classes.good} role="status">
          {testInWords(test.answer)}
        </p>
      )}
      {!test && connection.problem && (
        <p className={classes.notice} role="note">
          {connection.problem.message} <RelativeTime at={connection.problem.at} />
        </p>
      )}
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title="Disconnect from Slack?"
        confirmLabel="Disconnect"
        isDanger
        onConfirm={async () => {
          await deleteSlackConnection(workspace);
          await client.invalidateQueries({ queryKey: slackKey(workspace) });
        }}
      >
        <p>
          Commands stop working and no cards are posted. Bindings stay; who was linked with whom is forgotten. The app stays in Slack until you remove it there.
        </p>
      </ConfirmDialog>
    </Section>
  );
}

const testInWords = ({ team_name: team, bot_name: bot, missing_scopes: missing }: SlackTest): string =>
  missing.length === 0
    ? `Slack answered: ${bot} in ${team}.`
    : `Slack answered, and the app lacks permissions: ${missing.join(', ')}. Update it with the manifest and install it again.`;

/** What the app is made from; it changes with every binding, and has to be pasted again then. */
function ManifestSection({ setup }: { setup: SlackSetup }): ReactNode {
  const { id: workspace } = useWorkspace();
  const [format, setFormat] = useState<'yaml' | 'json'>('yaml');
  const { data } = useQuery(slackManifestQuery(workspace, format));
  return (
    <Section
      title={setup.connection ? 'Manifest of the app' : '1. Make the app in Slack'}
      description={
        setup.connection
          ? 'After a command was bound or renamed: paste it into "App Manifest" of the app, and save.'
          : 'Open Slack with this manifest, choose your workspace, create the app, and install it under "Install App". Then, under "Event Subscriptions", have Slack verify the address once the keys are saved here.'
      }
      actions={
        <>
          <SegmentedControl
            size="xs"
            value={format}
            onChange={(next) => setFormat(next as 'yaml' | 'json')}
            data={['yaml', 'json'].map((value) => ({ value, label: value.toUpperCase() }))}
            aria-label="Format"
          />
          {data && (
            <CopyButton value={data.manifest} label="Copy the manifest">
              Copy
            </CopyButton>
          )}
          {data && !setup.connection && (
            <Button component="a" href={data.create_url} target="_blank" rel="noreferrer" variant="filled" rightSection={<IconExternalLink />}>
              Open Slack
            </Button>
          )}
          {setup.connection && (
            <Anchor href={`https://api.slack.com/apps/${setup.connection.app_id}/app-manifest`} target="_blank" rel="noreferrer">
              Open the app in Slack
            </Anchor>
          )}
        </>
      }
    >
      <div className={classes.manifest}>{data && <StaticCode content={data.manifest} language={format === 'yaml' ? 'yaml' : 'json'} label="Manifest" />}</div>
    </Section>
  );
}
