import { Button, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SlackConnection } from '../../backend/slack/slack.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { putSlackConnection, slackKey } from './slack.api.ts';

/** The keys of the app, and where approvals are posted. */
export function ConnectionForm({ connection }: { connection: SlackConnection | null }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { bot_token: '', signing_secret: '', approval_channel: connection?.approval_channel ?? '', enabled: connection?.enabled ?? true },
    labels: { bot_token: 'Bot token', signing_secret: 'Signing secret', approval_channel: 'Channel for approvals' },
    submit: async ({ bot_token: token, signing_secret: secret, approval_channel: channel, enabled }) => {
      await putSlackConnection(workspace, {
        ...(token.trim() === '' ? {} : { bot_token: token.trim() }),
        ...(secret.trim() === '' ? {} : { signing_secret: secret.trim() }),
        approval_channel: channel.trim() === '' ? null : channel.trim(),
        enabled,
      });
      await client.invalidateQueries({ queryKey: slackKey(workspace) });
      form.reset({ bot_token: '', signing_secret: '', approval_channel: channel, enabled });
    },
  });
  const kept = connection ? 'Stored; leave empty to keep it' : undefined;
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <FormSummary problems={form.problems} error={form.error} />
      <FormFields>
        <PasswordInput
          label="Bot token"
          description='"OAuth & Permissions", Bot User OAuth Token'
          placeholder={kept ?? 'xoxb-…'}
          autoComplete="off"
          {...form.text('bot_token')}
        />
        <PasswordInput
          label="Signing secret"
          description='"Basic Information", App Credentials'
          placeholder={kept}
          autoComplete="off"
          {...form.text('signing_secret')}
        />
        <TextInput
          label="Channel for approvals"
          description="Every request is posted there as well; empty: only to those who may decide"
          placeholder="#approvals or C0123ABCD"
          {...form.text('approval_channel')}
        />
        {connection && <Switch label="Connected" checked={form.values.enabled} onChange={(event) => form.set('enabled', event.currentTarget.checked)} />}
      </FormFields>
      <FormActions>
        <Button type="submit" variant="filled" loading={form.isBusy} disabled={connection !== null && !form.isChanged}>
          {connection ? 'Save connection' : 'Connect'}
        </Button>
      </FormActions>
    </form>
  );
}
