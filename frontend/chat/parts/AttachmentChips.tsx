import { IconPaperclip, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import classes from './AttachmentChips.module.css';
import type { Attachments } from './useAttachments.ts';

/** The files that go with the next message, and how far they have come. */
export function AttachmentChips({ attachments }: { attachments: Attachments }): ReactNode {
  if (attachments.items.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Files of this message">
      {attachments.items.map(({ id, name, size, percent, file, problem }) => (
        <li key={id}>
          <span className={classes.chip} data-problem={problem !== null || undefined}>
            <IconPaperclip aria-hidden />
            <span className="truncate">{name}</span>
            <span className={classes.size}>{file === null && problem === null ? `${percent} %` : formatBytes(size)}</span>
            <IconButton label={`Remove ${name}`} icon={<IconX />} variant="subtle" size="xs" onClick={() => attachments.remove(id)} />
            {file === null && problem === null && <span className={classes.bar} style={{ scale: `${percent / 100} 1` }} aria-hidden />}
          </span>
          {problem !== null && (
            <p className={classes.problem} role="alert">
              {problem}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
