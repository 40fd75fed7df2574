import { Button, Checkbox, Radio } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AuthorizationPreview, AuthorizationRequest } from '../../backend/oauth/oauth.contract.ts';
import { EntryFrame } from '../session/EntryFrame.tsx';
import { useMe } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { scopesOf, wordsOfReach } from './authorization-request.ts';
import classes from './Consent.module.css';
import { decideAuthorization } from './oauth.api.ts';

type ConsentFormProps = { request: AuthorizationRequest; preview: AuthorizationPreview; onDecided: (address: string) => void };

/** The question itself. The scope can be narrowed, never widened. */
export function ConsentForm({ request, preview, onDecided }: ConsentFormProps): ReactNode {
  const { client, workspace, scopes, folders } = preview;
  const [kind, setKind] = useState<'all' | 'some'>('all');
  const [prefixes, setPrefixes] = useState<string[]>([]);
  const [busy, setBusy] = useState<'allow' | 'deny' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const decide = async (isAllowed: boolean): Promise<void> => {
    setBusy(isAllowed ? 'allow' : 'deny');
    setError(null);
    try {
      const chosen = kind === 'all' ? { kind } : { kind, prefixes };
      onDecided((await decideAuthorization({ request, is_allowed: isAllowed, scopes: isAllowed ? scopesOf(scopes, chosen) : [] })).redirect_to);
    } catch (failure) {
      setError(failure);
      setBusy(null);
    }
  };
  const all = scopes.map(wordsOfReach).join(', ');
  return (
    <EntryFrame title={`Let ${client.name} into ${workspace?.name ?? ''}?`} description={<Origin client={client} />}>
      <Abilities />
      <Radio.Group label="What it may use" value={kind} onChange={(next) => setKind(next === 'some' ? 'some' : 'all')}>
        <Radio value="all" label={all} mt="xs" />
        {folders.length > 0 && <Radio value="some" label="Only some folders" mt="xs" />}
      </Radio.Group>
      {kind === 'some' && (
        <Checkbox.Group aria-label="Folders" value={prefixes} onChange={setPrefixes} className={classes.folders}>
          {folders.map((prefix) => (
            <Checkbox key={prefix} value={prefix} label={prefix} />
          ))}
        </Checkbox.Group>
      )}
      {error !== null && <ErrorNotice error={error} title="Your answer was not taken." />}
      <div className={classes.actions}>
        <Button onClick={() => void decide(false)} loading={busy === 'deny'} disabled={busy === 'allow'}>
          Decline
        </Button>
        <Button
          variant="filled"
          onClick={() => void decide(true)}
          loading={busy === 'allow'}
          disabled={busy === 'deny' || (kind === 'some' && prefixes.length === 0)}
        >
          Let it in
        </Button>
      </div>
      <Identity />
    </EntryFrame>
  );
}

function Origin({ client }: { client: AuthorizationPreview['client'] }): ReactNode {
  return (
    <>
      A program that calls itself “{client.name}” asks for it. {client.is_local ? 'It runs on this machine (' : 'It answers at '}
      <span className={classes.host}>{client.redirect_host}</span>
      {client.is_local ? ')' : ''}. Go on only if you have just begun this there.
    </>
  );
}

function Abilities(): ReactNode {
  return (
    <ul className={classes.abilities}>
      <li>
        <IconCheck className={classes.may} aria-label="May" /> Run scripts, flows and agents as you, and see what they return
      </li>
      <li>
        <IconCheck className={classes.may} aria-label="May" /> Read documents
      </li>
      <li>
        <IconX className={classes.mayNot} aria-label="May not" /> Change anything else, read secrets, or approve in your name
      </li>
    </ul>
  );
}

function Identity(): ReactNode {
  const me = useMe();
  return <p className={classes.hint}>You are signed in as {me.email}. You can shut it out at any time, on your account page.</p>;
}
