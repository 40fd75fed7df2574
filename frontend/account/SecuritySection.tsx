import { Button, PasswordInput } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Session } from '../../backend/auth/auth.contract.ts';
import { ApiError, isApiError } from '../api/api-error.ts';
import { forgetPerson } from '../session/connect-session.ts';
import { changePassword, endSession, sessionsKey, sessionsQuery, signOutEverywhere } from '../session/session.api.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FormActions, FormFields, FormSummary } from '../ui/FormParts.tsx';
import { Card, Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './Account.module.css';
import { describeDevice } from './devices.ts';

const minimumPasswordLength = 10;

/** The server says of a wrong password what it says at sign-in; here it is the first field that is wrong. */
function atItsField(error: unknown): never {
  if (!isApiError(error, 'auth/invalid_credentials')) throw error;
  throw new ApiError(error.code, 'This is not your current password', { pointer: '/current_password' }, error.status, error.requestId);
}

/** The password, and where one is signed in. */
export function SecuritySection(): ReactNode {
  return (
    <>
      <PasswordForm />
      <Sessions />
    </>
  );
}

function PasswordForm(): ReactNode {
  const queryClient = useQueryClient();
  const [isDone, setIsDone] = useState(false);
  const form = useApiForm({
    initial: { current_password: '', new_password: '', again: '' },
    labels: { current_password: 'Current password', new_password: 'New password', again: 'New password again' },
    checks: {
      current_password: ({ current_password: current }) => (current === '' ? 'Give your current password' : null),
      new_password: ({ new_password: next }) => (next.length < minimumPasswordLength ? `A password has at least ${minimumPasswordLength} characters` : null),
      again: ({ new_password: next, again }) => (next === again ? null : 'This is not the same as the new password'),
    },
    submit: async ({ current_password, new_password }) => {
      setIsDone(false);
      await changePassword({ current_password, new_password }).catch(atItsField);
      form.reset({ current_password: '', new_password: '', again: '' });
      setIsDone(true);
      await queryClient.invalidateQueries({ queryKey: sessionsKey });
    },
  });
  return (
    <Section title="Password" description="A new password ends all your other sessions.">
      <Card>
        <form onSubmit={form.onSubmit} noValidate className={`${classes.form} ${classes.narrow}`}>
          <FormSummary problems={form.problems} error={form.error} />
          <FormFields>
            <PasswordInput label="Current password" autoComplete="current-password" {...form.text('current_password')} />
            <PasswordInput
              label="New password"
              autoComplete="new-password"
              description={`At least ${minimumPasswordLength} characters`}
              {...form.text('new_password')}
            />
            <PasswordInput label="New password again" autoComplete="new-password" {...form.text('again')} />
          </FormFields>
          <FormActions align="start">
            <Button type="submit" variant="filled" loading={form.isBusy}>
              Change password
            </Button>
            <p role="status" className={classes.good}>
              {isDone && !form.isChanged ? 'The password is changed. Your other sessions have ended.' : ''}
            </p>
          </FormActions>
        </form>
      </Card>
    </Section>
  );
}

function Sessions(): ReactNode {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const [isAsked, setIsAsked] = useState(false);
  const end = useMutation({ mutationFn: endSession, onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsKey }) });
  const leaveEverywhere = async (): Promise<void> => {
    await signOutEverywhere();
    await navigate({ to: '/sign-in' });
    forgetPerson(queryClient);
  };
  return (
    <Section
      title="Sessions"
      description="Where you are signed in."
      actions={
        <Button size="xs" onClick={() => setIsAsked(true)}>
          Sign out everywhere
        </Button>
      }
    >
      {!!(error ?? end.error) && (
        <ErrorNotice
          error={error ?? end.error}
          title={error ? 'The sessions could not be read.' : 'The session did not end.'}
          onRetry={error ? () => void refetch() : undefined}
        />
      )}
      {!data && !error && <SkeletonRows count={2} />}
      {data && (
        <ul className={classes.list}>
          {data.map((session) => (
            <SessionRow key={session.id} session={session} isBusy={end.isPending && end.variables === session.id} onEnd={() => end.mutate(session.id)} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onConfirm={leaveEverywhere}
      >
        <p>All your sessions end, this one too. API tokens go on working.</p>
      </ConfirmDialog>
    </Section>
  );
}

function SessionRow({ session, isBusy, onEnd }: { session: Session; isBusy: boolean; onEnd: () => void }): ReactNode {
  const { words, isPhone } = describeDevice(session.user_agent);
  return (
    <li className={classes.row}>
      <span className={classes.icon}>{isPhone ? <IconDeviceMobile aria-hidden /> : <IconDeviceDesktop aria-hidden />}</span>
      <span className={classes.words}>
        <span className={classes.title}>
          {words}
          {session.is_current && <span className={classes.here}>This one</span>}
        </span>
        <span className={classes.muted}>
          {session.ip} · seen <RelativeTime at={session.seen_at} /> · since <RelativeTime at={session.created_at} />
        </span>
      </span>
      {!session.is_current && (
        <Button size="xs" variant="subtle" loading={isBusy} onClick={onEnd}>
          End session
        </Button>
      )}
    </li>
  );
}
