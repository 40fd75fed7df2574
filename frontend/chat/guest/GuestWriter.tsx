import { Button, FileButton, Textarea } from '@mantine/core';
import { IconArrowUp, IconMessagePlus, IconPaperclip, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { AttachmentChips } from '../parts/AttachmentChips.tsx';
import composer from '../parts/Composer.module.css';
import { useAttachments } from '../parts/useAttachments.ts';
import type { GiveFile } from './guest-chat-door.ts';
import type { GuestChatState } from './useGuestChat.ts';

/** Props of {@link GuestWriter}. */
export type GuestWriterProps = { chat: GuestChatState; placeholder: string; /** Absent where no files are taken. */ giveFile: GiveFile | undefined };

const noFiles: GiveFile = () => Promise.reject(new Error('No files are taken here.'));

/** Where somebody without an account writes, with files where the app takes them. */
export function GuestWriter({ chat, placeholder, giveFile }: GuestWriterProps): ReactNode {
  const [text, setText] = useState('');
  const attachments = useAttachments(giveFile ?? noFiles);
  const canSend = !chat.isRunning && !attachments.isBusy && (text.trim() !== '' || attachments.items.some(({ file }) => file !== null));
  const send = (): void => {
    if (!canSend) return;
    chat.send(text, attachments.take());
    setText('');
  };
  return (
    <form
      className={composer.box}
      aria-label="Write to the agent"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <AttachmentChips attachments={attachments} />
      <Textarea
        classNames={{ input: composer.input }}
        aria-label="Message"
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          if (!giveFile || event.clipboardData.files.length === 0) return;
          event.preventDefault();
          attachments.add(event.clipboardData.files);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          send();
        }}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={8000}
        variant="unstyled"
      />
      <div className={composer.tools}>
        {giveFile && (
          <FileButton onChange={(files) => attachments.add(files)} multiple>
            {({ onClick }) => <IconButton label="Attach files" icon={<IconPaperclip />} variant="subtle" onClick={onClick} />}
          </FileButton>
        )}
        {chat.ticket !== null && (
          <Button size="compact-sm" variant="subtle" leftSection={<IconMessagePlus />} onClick={chat.begin}>
            New conversation
          </Button>
        )}
        <span className={composer.space} />
        {chat.isRunning ? (
          <IconButton label="Stop" icon={<IconPlayerStopFilled />} variant="default" onClick={chat.stop} />
        ) : (
          <IconButton type="submit" label="Send" icon={<IconArrowUp />} variant="filled" data-idle={!canSend || undefined} className={composer.send} />
        )}
      </div>
    </form>
  );
}
