import { IconPaperclip, IconPencil } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Attachment, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { fileAddress } from '../chat.api.ts';
import { BranchSwitcher } from './BranchSwitcher.tsx';
import chips from './AttachmentChips.module.css';
import { useConversationContext } from './conversation-context.ts';
import { textOf } from './core/message-words.ts';
import { EditQuestion } from './EditQuestion.tsx';
import classes from './Message.module.css';

/** What a person said, with the files that went along. It can be written anew, which makes a branch: the earlier wording stays. */
export const QuestionMessage = memo(function QuestionMessage({
  message,
  isEditing,
  onEdit,
}: {
  message: ThreadMessage;
  isEditing: boolean;
  onEdit: (message: string | null) => void;
}): ReactNode {
  const { conversation, mayWrite } = useConversationContext();
  const text = textOf(message.parts);
  const files = message.parts.flatMap((part) => (part.type === 'file' ? [part.attachment] : []));
  if (isEditing) return <EditMessage message={message} text={text} files={files} onClose={() => onEdit(null)} />;
  return (
    <article className={classes.question} aria-label="Question" data-message={message.id}>
      <Files files={files} />
      {text !== '' && <div className={classes.bubble}>{text}</div>}
      <div className={classes.actions}>
        <BranchSwitcher message={message} />
        {text !== '' && <CopyButton value={text} label="Copy question" />}
        {mayWrite && conversation.running === null && (
          <IconButton label="Edit question" icon={<IconPencil />} variant="subtle" size="sm" onClick={() => onEdit(message.id)} />
        )}
      </div>
    </article>
  );
});

function Files({ files }: { files: readonly Attachment[] }): ReactNode {
  const { conversation } = useConversationContext();
  const { workspace, thread } = conversation;
  if (files.length === 0 || !thread) return null;
  return (
    <ul className={classes.files} aria-label="Files">
      {files.map((file) => (
        <li key={file.id}>
          <a className={chips.chip} href={fileAddress(workspace, thread.id, file.id)} download={file.name}>
            <IconPaperclip aria-hidden />
            <span className="truncate">{file.name}</span>
            <span className={chips.size}>{formatBytes(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

type EditProps = { message: ThreadMessage; text: string; files: readonly Attachment[]; onClose: () => void };

function EditMessage({ message, text, files, onClose }: EditProps): ReactNode {
  const { conversation } = useConversationContext();
  return (
    <EditQuestion
      text={text}
      hint="The earlier wording and its answer stay, one step to the left."
      sendLabel="Send as a branch"
      isHeld={conversation.running !== null}
      onClose={onClose}
      onSend={(next) => {
        onClose();
        conversation.send({ text: next, attachments: files, input: {}, model: null, parentId: message.parent_id });
      }}
    />
  );
}
