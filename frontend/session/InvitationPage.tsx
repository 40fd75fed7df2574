import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InvitationInfo } from '../../backend/auth/auth.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FormSummary } from '../ui/FormParts.tsx';
import { problemOfName } from '../ui/item-path.ts';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { EntryFrame } from './EntryFrame.tsx';
import { proposeUsername } from './usernames.ts';
import { acceptInvitation, invitationQuery, meKey } from './session.api.ts';

/** Length of a new password, as the server asks. */
const minimumPasswordLength = 10;

/** What an invitation link opens: joins the workspace, with the account that is there or a new one. */
export function InvitationPage(): ReactNode {
  const { token = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useQuery(invitationQuery(token));
  usePageTitle(data ? `Join ${data.workspace_name}` : 'Invitation');
  if (data) return <Accept token={token} invitation={data} />;
  return <EntryFrame title="Invitation">{isPending ? <SkeletonForm /> : <Unusable error={error} onRetry={() => void refetch()} />}</EntryFrame>;
}

/** A link that opens nothing: trying it again helps only where the server was away. */
function Unusable({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactNode {
  const isOver = isApiError(error, 'auth/invitation_invalid');
  return <ErrorNotice error={error} onRetry={isOver ? undefined : onRetry} action={<Link to="/sign-in">Sign in</Link>} />;
}

function Accept({ token, invitation }: { token: string; invitation: InvitationInfo }): ReactNode {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { has_account: hasAccount, workspace, workspace_name: name, email, username: waiting } = invitation;
  const form = useApiForm({
    initial: { name: invitation.name, username: waiting ?? proposeUsername(email), password: '' },
    labels: { name: 'Your name', username: 'Username', password: 'Password' },
    checks: {
      username: ({ username }) => problemOfName(username),
      password: ({ password }) =>
        hasAccount || password.length >= minimumPasswordLength
          ? password === ''
            ? 'Give your password'
            : null
          : `A password has at least ${minimumPasswordLength} characters`,
    },
    submit: async (values) => {
      queryClient.setQueryData(meKey, await acceptInvitation(token, values));
      await router.navigate({ to: '/w/$workspace/home', params: { workspace }, replace: true });
    },
  });
  return (
    <EntryFrame title={`Join ${name}`} description={hasAccount ? `You have an account for ${email}. Its password is enough.` : `You were invited as ${email}.`}>
      <form onSubmit={form.onSubmit} noValidate>
        <FormSummary problems={form.problems} error={form.error} />
        <input type="hidden" name="email" value={email} autoComplete="username" />
        {!hasAccount && <TextInput label="Your name" autoComplete="name" autoFocus {...form.text('name')} />}
        <TextInput
          label="Username"
          description={
            waiting === null
              ? `Your own space in ${name} is u/${form.values.username || '…'}`
              : `This name waits for you; your own space in ${name} is u/${waiting}`
          }
          readOnly={waiting !== null}
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          {...form.text('username')}
        />
        <PasswordInput
          label="Password"
          description={hasAccount ? undefined : `At least ${minimumPasswordLength} characters`}
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          required
          withAsterisk={false}
          {...form.text('password')}
        />
        <Button type="submit" variant="filled" fullWidth loading={form.isBusy}>
          Join {name}
        </Button>
      </form>
    </EntryFrame>
  );
}
