import { IconPaperclip, IconPencil } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Attachment, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import chips from '../parts/AttachmentChips.module.css';
import { textOf } from '../parts/core/message-words.ts';
import { EditQuestion } from '../parts/EditQuestion.tsx';
import classes from '../parts/Message.module.css';

/** Words and files of a question, as somebody without an account sees what they said. */
export function GuestWords({ text, files }: { text: string; files: readonly Pick<Attachment, 'id' | 'name' | 'size'>[] }): ReactNode {
  return (
    <>
      {files.length > 0 && (
        <ul className={classes.files} aria-label="Files">
          {files.map((file) => (
            <li key={file.id} className={chips.chip}>
              <IconPaperclip aria-hidden />
              <span className="truncate">{file.name}</span>
              <span className={chips.size}>{formatBytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {text !== '' && <div className={classes.bubble}>{text}</div>}
    </>
  );
}

/** Props of {@link GuestQuestion}. */
export type GuestQuestionProps = { message: ThreadMessage; mayEdit: boolean; /** Says it in other words, from there on. */ onReword: (text: string) => void };

/** A question of somebody without an account, which they may word anew. */
export function GuestQuestion({ message, mayEdit, onReword }: GuestQuestionProps): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const text = textOf(message.parts);
  const files = message.parts.flatMap((part) => (part.type === 'file' ? [part.attachment] : []));
  if (isEditing)
    return (
      <EditQuestion
        text={text}
        hint="What was said after it is left behind."
        sendLabel="Ask again"
        maxLength={8000}
        onClose={() => setEditing(false)}
        onSend={(next) => {
          setEditing(false);
          onReword(next);
        }}
      />
    );
  return (
    <article className={classes.question} aria-label="Question">
      <GuestWords text={text} files={files} />
      <div className={classes.actions}>
        {mayEdit && <IconButton label="Edit question" icon={<IconPencil />} variant="subtle" size="sm" onClick={() => setEditing(true)} />}
      </div>
    </article>
  );
}
