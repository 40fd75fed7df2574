import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { recentThreadsQuery } from '../chat/chat.api.ts';
import { splitPath } from '../ui/item-path.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Section } from '../ui/Page.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import rows from '../ui/rows.module.css';

const shown = 4;

/** The newest conversations with agents; nothing where there are none. */
export function ConversationsList({ workspace }: { workspace: string }): ReactNode {
  const { data } = useQuery({ ...recentThreadsQuery(workspace, shown), retry: false });
  if (!data || data.length === 0) return null;
  return (
    <Section
      title="Conversations"
      actions={
        <Link to="/w/$workspace/chat" params={{ workspace }}>
          Chat
        </Link>
      }
    >
      <ul className={rows.list} aria-label="Conversations">
        {data.map((thread) => (
          <li key={thread.id}>
            <Link to="/w/$workspace/chat/$threadId" params={{ workspace, threadId: thread.id }} className={rows.row}>
              <KindIcon kind="agent" variant="tile" />
              <span className={rows.words}>
                <span className={rows.title}>{thread.title || 'Untitled'}</span>
                <span className={rows.note}>{splitPath(thread.agent).name}</span>
              </span>
              {thread.status !== 'idle' && <StatusBadge status={thread.status} variant="icon" />}
              <span className={rows.when}>
                <RelativeTime at={thread.updated_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
