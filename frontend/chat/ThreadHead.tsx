import { Button, Modal, TextInput } from '@mantine/core';
import { IconArrowLeft, IconCursorText, IconDots, IconDownload, IconFolderCode, IconPencil, IconShare2, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Thread } from '../../backend/agents/threads.contract.ts';
import { agentQuery } from '../agents/agents.api.ts';
import { SandboxFiles } from '../agents/SandboxFiles.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { saveFile } from '../ui/download.ts';
import { FormDialog } from '../ui/FormParts.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { splitPath } from '../ui/item-path.ts';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { AgentMenu } from './AgentMenu.tsx';
import { deleteThread, threadQuery, threadsKey, updateThread } from './chat.api.ts';
import { transcriptOf } from './parts/core/transcript.ts';
import { wordsOfSource } from './parts/core/message-words.ts';
import { ShareDialog } from './ShareDialog.tsx';
import classes from './ThreadHead.module.css';

/** Props of {@link ThreadHead}. `onAgent` chooses another agent for a new conversation. */
export type ThreadHeadProps = { workspace: string; agent: string; threadId: string | null; hasBack: boolean; onAgent?: (agent: string) => void };

/** What is talked about and with whom, and what can be done with the whole conversation. */
export function ThreadHead({ workspace, agent, threadId, hasBack, onAgent }: ThreadHeadProps): ReactNode {
  const { canBuild } = useWorkspace();
  const { data: thread } = useQuery({ ...threadQuery(workspace, threadId ?? ''), enabled: threadId !== null });
  const { data: found } = useQuery({ ...agentQuery(workspace, agent), retry: false });
  const sandbox = found?.value.sandbox ?? null;
  const name = found?.summary || splitPath(agent).name;
  const title = thread ? thread.title || 'Untitled' : `New conversation with ${name}`;
  usePageTitle(title);
  // Without the list beside it this is the head of the page.
  const Heading = hasBack ? 'h1' : 'h2';
  return (
    <header className={classes.head}>
      {hasBack && (
        <Link to="/w/$workspace/chat" params={{ workspace }} className={classes.back} aria-label="All conversations">
          <IconArrowLeft aria-hidden />
        </Link>
      )}
      <KindIcon kind="agent" />
      <div className={classes.words}>
        <Heading className={classes.title}>{title}</Heading>
        {thread && (
          <p className={classes.facts}>
            <span className="truncate">{name}</span>
            {thread.source !== 'chat' && <span>begun {wordsOfSource(thread.source)}</span>}
            {!thread.is_mine && <span>by {thread.created_by.replace(/^u\//, '')}</span>}
            {thread.is_shared && (
              <span className={classes.shared}>
                <IconUsers aria-hidden /> shared
              </span>
            )}
          </p>
        )}
      </div>
      {!thread && onAgent && <AgentMenu workspace={workspace} agent={agent} onChoose={onAgent} />}
      {thread && <ThreadActions workspace={workspace} thread={thread} quotaMb={sandbox?.scope === 'thread' ? sandbox.quota_mb : null} />}
      {canBuild && found && found.my_level !== 'read' && (
        <Link
          to="/w/$workspace/agents/edit/$"
          params={{ workspace, _splat: agent }}
          className={classes.back}
          aria-label="Edit the agent"
          title="Edit the agent"
        >
          <IconPencil aria-hidden />
        </Link>
      )}
    </header>
  );
}

type ThreadDialog = 'rename' | 'share' | 'files' | 'delete';

/** `quotaMb`: room of the sandbox of this conversation; null where there is none. */
function ThreadActions({ workspace, thread, quotaMb }: { workspace: string; thread: Thread; quotaMb: number | null }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  // Each opening is a dialog of its own, which begins with what the conversation has then.
  const [{ dialog, opening }, setDialog] = useState<{ dialog: ThreadDialog | null; opening: number }>({ dialog: null, opening: 0 });
  const close = (): void => setDialog((before) => ({ ...before, dialog: null }));
  const show = (next: ThreadDialog) => (): void => setDialog((before) => ({ dialog: next, opening: before.opening + 1 }));
  const actions: Action[] = [
    ...(thread.is_mine ? [{ id: 'rename', label: 'Rename', icon: <IconCursorText />, perform: show('rename') }] : []),
    ...(thread.may_share ? [{ id: 'share', label: 'Share', icon: <IconShare2 />, perform: show('share') }] : []),
    ...(quotaMb === null ? [] : [{ id: 'files', label: 'Files of the sandbox', icon: <IconFolderCode />, perform: show('files') }]),
    {
      id: 'download',
      label: 'Download as Markdown',
      icon: <IconDownload />,
      perform: () => saveFile(`${thread.title || 'conversation'}.md`, transcriptOf(thread), 'text/markdown'),
    },
    ...(thread.is_mine
      ? [{ id: 'delete', label: 'Delete conversation', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: show('delete') }]
      : []),
  ];
  return (
    <>
      {thread.may_share && (
        <Button size="xs" leftSection={<IconShare2 />} visibleFrom="sm" onClick={show('share')}>
          Share
        </Button>
      )}
      <ActionMenu actions={actions} target={<IconButton label="More about this conversation" icon={<IconDots />} variant="subtle" />} />
      <RenameThread key={`rename ${opening}`} workspace={workspace} thread={thread} isOpen={dialog === 'rename'} onClose={close} />
      <ShareDialog key={`share ${opening}`} workspace={workspace} thread={thread} isOpen={dialog === 'share'} onClose={close} />
      <Modal opened={dialog === 'files'} onClose={close} title="Files of the sandbox" size="lg">
        <SandboxFiles workspace={workspace} owner={{ thread: thread.id }} quotaMb={quotaMb} />
      </Modal>
      <ConfirmDialog
        isOpen={dialog === 'delete'}
        onClose={close}
        title={`Delete “${thread.title || 'Untitled'}”?`}
        confirmLabel="Delete conversation"
        onConfirm={async () => {
          await deleteThread(workspace, thread.id);
          await navigate({ to: '/w/$workspace/chat', params: { workspace } });
          client.removeQueries({ queryKey: threadQuery(workspace, thread.id).queryKey });
          await client.invalidateQueries({ queryKey: threadsKey(workspace) });
        }}
      >
        What was said and the files in it are deleted for good. Runs that it started stay in the history.
      </ConfirmDialog>
    </>
  );
}

function RenameThread({ workspace, thread, isOpen, onClose }: { workspace: string; thread: Thread; isOpen: boolean; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const form = useApiForm({
    initial: { title: thread.title },
    checks: { title: ({ title }) => (title.trim() === '' ? 'Give it a title' : null) },
    labels: { title: 'Title' },
    submit: async ({ title }) => {
      await updateThread(workspace, thread.id, { title: title.trim() });
      await client.invalidateQueries({ queryKey: threadsKey(workspace) });
      onClose();
    },
  });
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Rename conversation" form={form} submitLabel="Rename">
      <TextInput label="Title" maxLength={200} data-autofocus {...form.text('title')} />
    </FormDialog>
  );
}
