import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { meKey, updateMe } from '../session/session.api.ts';
import { useMe } from '../session/workspace.ts';
import { DensityChoice, ThemeChoice } from '../shell/UserMenu.tsx';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { RoleBadge } from '../ui/Levels.tsx';
import { Card, Section } from '../ui/Page.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import classes from './Account.module.css';

/** Name, looks, and the workspaces that one is in. */
export function ProfileSection(): ReactNode {
  const me = useMe();
  const queryClient = useQueryClient();
  const form = useApiForm({
    initial: { name: me.name },
    labels: { name: 'Name' },
    submit: async ({ name }) => queryClient.setQueryData(meKey, await updateMe({ name })),
  });
  return (
    <>
      <Section title="Profile">
        <Card>
          <form onSubmit={form.onSubmit} noValidate className={classes.form}>
            <FormSummary problems={form.problems} error={form.error} />
            <FormFields columns={2}>
              <TextInput label="Name" autoComplete="name" {...form.text('name')} />
              <TextInput label="E-mail" value={me.email} readOnly disabled description="Your sign-in; it cannot be changed" />
            </FormFields>
            <FormActions align="start">
              <Button type="submit" variant="filled" loading={form.isBusy} disabled={!form.isChanged}>
                Save name
              </Button>
            </FormActions>
          </form>
        </Card>
      </Section>
      <Section title="Looks" description="Remembered for you, on every device.">
        <Card>
          <div className={classes.looks}>
            <ThemeChoice />
            <DensityChoice />
          </div>
        </Card>
      </Section>
      <Section title="Workspaces">
        {me.memberships.length === 0 ? (
          <Card>You are in no workspace yet. Ask an admin for an invitation link.</Card>
        ) : (
          <ul className={classes.list}>
            {me.memberships.map((membership) => (
              <li key={membership.workspace} className={classes.row}>
                <Link to="/w/$workspace/home" params={{ workspace: membership.workspace }} className={classes.grow}>
                  {membership.workspace_name}
                </Link>
                <span className={classes.muted}>as {membership.username}</span>
                <RoleBadge role={membership.role} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
