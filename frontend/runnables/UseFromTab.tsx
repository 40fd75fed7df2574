import { Anchor, Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { CreatedToken, CreateToken } from '../../backend/auth/auth.contract.ts';
import type { JsonObject } from '../../backend/common/json.ts';
import { api } from '../api/client.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import { UrlTabs } from '../ui/UrlTabs.tsx';
import { exampleArgs } from './example-args.ts';
import type { Runnable } from './runnable.ts';
import { endpointOf, type SnippetInput, snippets, webhookAddress } from './snippets.ts';
import classes from './UseFromTab.module.css';

const languages = { shell: 'bash', typescript: 'typescript', python: 'python' } as const;

/** How to call a script or flow from elsewhere: snippets with the arguments of the form, and a token that may do just this. */
export function UseFromTab({ workspace, runnable, args }: { workspace: string; runnable: Runnable; args: JsonObject }): ReactNode {
  const [token, setToken] = useState<string | null>(null);
  const { kind, path, schema } = runnable;
  const input: SnippetInput = { origin: window.location.origin, workspace, kind, path, args: exampleArgs(schema, args), token };
  return (
    <div className={classes.tab}>
      <Token workspace={workspace} runnable={runnable} token={token} onToken={setToken} />
      <Section title="Address">
        <div className={classes.addresses}>
          <Address
            label="Result"
            hint="waits and answers with the result"
            value={`POST ${endpointOf(input, 'run_wait_result')}`}
            copy={endpointOf(input, 'run_wait_result')}
          />
          <Address label="Run id" hint="answers at once with the id of the run" value={`POST ${endpointOf(input, 'run')}`} copy={endpointOf(input, 'run')} />
          {token !== null && (
            <Address label="Webhook" hint="for services that only take an address" value={webhookAddress(input, token)} copy={webhookAddress(input, token)} />
          )}
        </div>
      </Section>
      <UrlTabs
        label={`Ways to call the ${kind}`}
        parameter="from_language"
        tabs={snippets.map((snippet) => ({
          id: snippet.id,
          label: snippet.title,
          content: (
            <div className={classes.snippet}>
              <div className={classes.head}>
                <p className={classes.quiet}>{snippet.explanation}</p>
                <CopyButton value={() => snippet.code(input)} label={`Copy the ${snippet.title} snippet`}>
                  Copy
                </CopyButton>
              </div>
              <StaticCode content={snippet.code(input).trimEnd()} language={languages[snippet.language]} label={`${snippet.title} snippet`} />
            </div>
          ),
        }))}
      />
      <p className={classes.quiet}>
        The arguments are those of the form on the Run tab. Every endpoint also takes <code>idempotency_key</code>, <code>scheduled_for</code> and more as query
        parameters:{' '}
        <Anchor href="/api/docs" target="_blank" inherit underline="always">
          API reference
        </Anchor>
        .
      </p>
    </div>
  );
}

function Address({ label, hint, value, copy }: { label: string; hint: string; value: string; copy: string }): ReactNode {
  return (
    <div className={classes.address}>
      <span className={classes.addressLabel}>
        {label} <span className={classes.quiet}>{hint}</span>
      </span>
      <code className={classes.addressValue}>{value}</code>
      <CopyButton value={copy} label={`Copy the address: ${label}`} />
    </div>
  );
}

type TokenProps = { workspace: string; runnable: Runnable; token: string | null; onToken: (token: string) => void };

function Token({ workspace, runnable: { kind, path }, token, onToken }: TokenProps): ReactNode {
  const make = useMutation({
    mutationFn: () =>
      api.post<CreatedToken>('/tokens', {
        label: `Runs ${path}`.slice(0, 120),
        workspace,
        scopes: [`jobs:run:${path}`],
        expires_at: null,
      } satisfies CreateToken),
    onSuccess: (created) => onToken(created.token),
  });
  return (
    <div className={classes.token}>
      <IconKey aria-hidden className={classes.tokenIcon} />
      {token === null ? (
        <>
          <p className={classes.tokenWords}>
            The snippets read a token from <code>MILLRACE_TOKEN</code>. A token that may run this {kind} and nothing else can be put right into them.
          </p>
          <Button size="xs" onClick={() => make.mutate()} loading={make.isPending}>
            Create token for this {kind}
          </Button>
        </>
      ) : (
        <>
          <p className={classes.tokenWords}>
            <code className={classes.tokenValue}>{token}</code> It is in the snippets now and is not shown again.{' '}
            <Link to="/account" search={{ tab: 'tokens' }}>
              Your tokens
            </Link>
          </p>
          <CopyButton value={token} label="Copy token" />
        </>
      )}
      {make.error && <ErrorNotice error={make.error} title="The token could not be created." />}
    </div>
  );
}
