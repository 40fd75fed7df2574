import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useWorkspaceOrNull } from '../session/workspace.ts';
import { NotFoundPage } from '../shell/NotFoundPage.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { newestThreadQuery } from './chat.api.ts';
import classes from './EmbeddedChatPage.module.css';
import { Conversation } from './parts/Conversation.tsx';

/** One conversation with one agent and nothing around it: for frames of one's own pages, for windows of their own. It goes on where the person stopped. */
export function EmbeddedChatPage(): ReactNode {
  const { _splat: agent = '' } = useParams({ strict: false });
  const workspace = useWorkspaceOrNull();
  usePageTitle('Chat');
  return workspace === null || agent === '' ? <NotFoundPage /> : <Embedded key={agent} workspace={workspace.id} agent={agent} />;
}

function Embedded({ workspace, agent }: { workspace: string; agent: string }): ReactNode {
  const [{ new: isNew }] = useUrlState();
  const wantsNewest = isNew === undefined;
  const { data, isPending } = useQuery({ ...newestThreadQuery(workspace, agent), enabled: wantsNewest, staleTime: Infinity });
  const [made, setMade] = useState<string | null>(null);
  if (wantsNewest && isPending) return null;
  return (
    <main className={classes.page}>
      <h1 className="visually-hidden">Chat</h1>
      <Conversation workspace={workspace} agent={agent} threadId={made === null && wantsNewest ? (data ?? null) : null} onThread={setMade} />
    </main>
  );
}
