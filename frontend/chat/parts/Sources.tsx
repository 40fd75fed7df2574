import { IconHistory, IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MessagePart } from '../../../backend/agents/threads.contract.ts';
import { safeAddress } from '../../../components/_shared/safe-link.ts';
import { useConversationContext } from './conversation-context.ts';
import classes from './Sources.module.css';

type Source = Extract<MessagePart, { type: 'source' }>;

/** Where an answer has what it says from. */
export function Sources({ sources }: { sources: readonly Source[] }): ReactNode {
  if (sources.length === 0) return null;
  return (
    <div className={classes.sources}>
      <p className={classes.heading}>Sources</p>
      <ol className={classes.list} aria-label="Sources">
        {sources.map((source, index) => (
          <li key={index}>
            <SourceLink source={source} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function SourceLink({ source: { title, url, job_id: job } }: { source: Source }): ReactNode {
  const { conversation } = useConversationContext();
  const address = safeAddress('link', url);
  if (address !== null)
    return (
      <a href={address} target="_blank" rel="noopener noreferrer" className={classes.source}>
        <IconLink aria-hidden /> <span className="truncate">{title}</span>
      </a>
    );
  if (job !== null)
    return (
      <Link to="/w/$workspace/runs/$jobId" params={{ workspace: conversation.workspace, jobId: job }} className={classes.source}>
        <IconHistory aria-hidden /> <span className="truncate">{title}</span>
      </Link>
    );
  return <span className={classes.source}>{title}</span>;
}
