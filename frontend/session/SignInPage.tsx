import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FormSummary } from '../ui/FormParts.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { EntryFrame } from './EntryFrame.tsx';
import { returnAddress } from './return-address.ts';
import { meKey, signIn } from './session.api.ts';

/** Signs in and goes back to where one came from. */
export function SignInPage(): ReactNode {
  const search = useSearch({ strict: false }) as { return?: string };
  const router = useRouter();
  const queryClient = useQueryClient();
  usePageTitle('Sign in');
  const form = useApiForm({
    initial: { email: '', password: '' },
    labels: { email: 'E-mail', password: 'Password' },
    checks: {
      email: ({ email }) => (/^\S+@\S+$/.test(email) ? null : 'Give the e-mail address of your account'),
      password: ({ password }) => (password === '' ? 'Give your password' : null),
    },
    submit: async (values) => {
      const me = await signIn(values);
      queryClient.setQueryData(meKey, me);
      const href = returnAddress(search.return);
      // Released apps are a page of their own, which this router does not know.
      if (href.startsWith('/a/')) location.replace(href);
      else await router.navigate({ href, replace: true });
    },
  });
  return (
    <EntryFrame title="Sign in to Millrace">
      <form onSubmit={form.onSubmit} noValidate>
        <FormSummary problems={form.problems} error={form.error} />
        <TextInput label="E-mail" type="email" autoComplete="username" autoFocus required withAsterisk={false} {...form.text('email')} />
        <PasswordInput label="Password" autoComplete="current-password" required withAsterisk={false} {...form.text('password')} />
        <Button type="submit" variant="filled" fullWidth loading={form.isBusy}>
          Sign in
        </Button>
      </form>
    </EntryFrame>
  );
}
