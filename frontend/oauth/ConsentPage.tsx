import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { EntryFrame } from '../session/EntryFrame.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { authorizationRequestOf } from './authorization-request.ts';
import classes from './Consent.module.css';
import { ConsentForm } from './ConsentForm.tsx';
import { authorizationQuery } from './oauth.api.ts';

/** Where an AI client sends the browser of a person: shows which client, which workspace and what it may do, and has the person decide. */
export function ConsentPage(): ReactNode {
  const [request] = useState(() => authorizationRequestOf(window.location.search));
  const { data, error, refetch } = useQuery(authorizationQuery(request));
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  usePageTitle('Connect an AI client');
  const leave = (address: string): void => {
    setLeavingTo(address);
    window.location.assign(address);
  };
  if (leavingTo !== null) return <Leaving address={leavingTo} />;
  if (error)
    return (
      <EntryFrame title="This cannot be connected">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </EntryFrame>
    );
  if (!data)
    return (
      <EntryFrame title="Connect an AI client">
        <SkeletonForm />
      </EntryFrame>
    );
  if (data.refusal)
    return (
      <EntryFrame
        title="This cannot be connected"
        description={`${data.client.name} has asked for something that Millrace does not give: ${data.refusal.message}`}
      >
        <Button leftSection={<IconArrowBackUp />} onClick={() => leave(data.refusal?.redirect_to ?? '/')}>
          Go back to {data.client.name}
        </Button>
      </EntryFrame>
    );
  return <ConsentForm request={request} preview={data} onDecided={leave} />;
}

/** A program on this machine takes over without a page of its own: so this one says that it is done. */
function Leaving({ address }: { address: string }): ReactNode {
  return (
    <EntryFrame title="Your answer is on its way" description="You can close this page when the program goes on.">
      <p className={classes.hint} role="status">
        Nothing happens?{' '}
        <a href={address} rel="noreferrer">
          Open the program again
        </a>
      </p>
    </EntryFrame>
  );
}
