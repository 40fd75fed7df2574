import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Token } from '../../backend/auth/auth.contract.ts';
import { useMe } from '../session/workspace.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './Account.module.css';
import { wordsOfScope } from './scopes.ts';
import { TokenDialog } from './TokenDialog.tsx';
import { revokeToken, tokensKey, tokensQuery } from './tokens.api.ts';

/** The API tokens of the person. */
export function TokensSection(): ReactNode {
  const me = useMe();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(tokensQuery);
  const [isMaking, setIsMaking] = useState(false);
  const [asked, setAsked] = useState<Token | null>(null);
  const revoke = async (): Promise<void> => {
    if (asked) await revokeToken(asked.id);
    await queryClient.invalidateQueries({ queryKey: tokensKey });
  };
  const make = me.memberships.length > 0 && (
    <Button variant="filled" leftSection={<IconPlus />} onClick={() => setIsMaking(true)}>
      New token
    </Button>
  );
  return (
    <Section title="API tokens" description="For programs that act as you: in one workspace, and only as far as the scopes of the token go." actions={data && data.length > 0 ? make : undefined}>
      {error && <ErrorNotice error={error} title="The tokens could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={2} />}
      {data?.length === 0 && <EmptyState icon={<IconKey />} title="A token lets a program call the API in your name" action={make} />}
      {data && data.length > 0 && (
        <ul className={classes.list}>
          {data.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setAsked(token)} />
          ))}
        </ul>
      )}
      {isMaking && <TokenDialog onClose={() => setIsMaking(false)} />}
      <ConfirmDialog isOpen={asked !== null} onClose={() => setAsked(null)} title={`Revoke ${asked?.label ?? ''}?`} confirmLabel="Revoke token" onConfirm={revoke}>
        <p>Programs that use it are refused from now on. A revoked token cannot be brought back.</p>
      </ConfirmDialog>
    </Section>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }): ReactNode {
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.title}>
          {token.label}
          <span className={classes.scope}>{token.prefix}…</span>
        </span>
        <span className={classes.muted}>
          {token.workspace} · {token.expires_at ? <>ends <RelativeTime at={token.expires_at} /></> : 'does not end'} · {token.used_at ? <>used <RelativeTime at={token.used_at} /></> : 'never used'}
        </span>
        <span className={classes.scopes}>
          {token.scopes.length === 0 ? (
            <span className={classes.scope}>Everything that you may do</span>
          ) : (
            token.scopes.map((scope) => (
              <span key={scope} className={classes.scope} title={wordsOfScope(scope)}>
                {scope}
              </span>
            ))
          )}
        </span>
      </span>
      <Button size="xs" variant="subtle" onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  );
}
