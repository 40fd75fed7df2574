import { FileButton, Textarea } from '@mantine/core';
import { IconArrowUp, IconPaperclip, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import type { ModelChoice } from '../../../backend/agents/agent.contract.ts';
import type { Attachment } from '../../../backend/agents/threads.contract.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { uploadAttachment } from '../chat.api.ts';
import { AttachmentChips } from './AttachmentChips.tsx';
import classes from './Composer.module.css';
import { keyOfModel, ModelPicker } from './ModelPicker.tsx';
import { QueuedMessages } from './QueuedMessages.tsx';
import { useAttachments } from './useAttachments.ts';
import type { Conversation } from './useConversation.ts';
import { useKeptText } from './useKeptText.ts';

/** Props of {@link Composer}. */
export type ComposerProps = {
  conversation: Conversation;
  models: readonly ModelChoice[];
  /** Other inputs of the agent; null while some of them are wrong. */
  input: () => JsonObject | null;
  onEditLast: () => void;
  inputRef: RefObject<HTMLTextAreaElement | null>;
  hasAutoFocus: boolean;
  placeholder: string;
};

/** Where one writes. Enter sends, Shift and Enter begins a line, Escape stops the answer, the up arrow edits what was said last. */
export function Composer({ conversation, models, input, onEditLast, inputRef, hasAutoFocus, placeholder }: ComposerProps): ReactNode {
  const { workspace, agent, thread, running, isStopping } = conversation;
  const [text, setText] = useKeptText(`${workspace} ${thread?.id ?? agent}`);
  const [chosen, setChosen] = useState<string | null>(null);
  const attachments = useAttachments<Attachment>(async (file, onProgress, signal) =>
    uploadAttachment(workspace, await conversation.ensureThread(), file, onProgress, signal),
  );
  const [isDropping, setDropping] = useState(false);
  const canSend = (text.trim() !== '' || attachments.items.some(({ file }) => file !== null)) && !attachments.isBusy;
  const send = (): void => {
    if (!canSend) return;
    const values = input();
    if (values === null) return;
    const model = models.find((one) => keyOfModel(one) === chosen);
    conversation.send({
      text: text.trim(),
      attachments: attachments.take(),
      input: values,
      model: model ? { resource: model.resource, id: model.id } : null,
    });
    setText('');
    inputRef.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && running !== null) {
      event.preventDefault();
      conversation.stop();
    } else if (event.key === 'ArrowUp' && text === '' && running === null) {
      event.preventDefault();
      onEditLast();
    }
  };
  const onPaste = (event: ClipboardEvent): void => {
    const { files } = event.clipboardData;
    if (files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  };
  const dropHandlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      attachments.add(event.dataTransfer.files);
    },
  };
  return (
    <div className={classes.composer}>
      <QueuedMessages conversation={conversation} onTakeBack={setText} />
      <form
        className={classes.box}
        data-dropping={isDropping || undefined}
        aria-label="Write to the agent"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        {...dropHandlers}
      >
        <AttachmentChips attachments={attachments} />
        <Textarea
          ref={inputRef}
          classNames={{ input: classes.input }}
          aria-label="Message"
          placeholder={running === null ? placeholder : 'Write the next message; it is sent after the answer'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          autosize
          minRows={1}
          maxRows={10}
          maxLength={100_000}
          variant="unstyled"
          autoFocus={hasAutoFocus}
        />
        <div className={classes.tools}>
          <FileButton onChange={(files) => attachments.add(files)} multiple>
            {({ onClick }) => <IconButton label="Attach files" icon={<IconPaperclip />} variant="subtle" onClick={onClick} />}
          </FileButton>
          <ModelPicker models={models} value={chosen} onChange={setChosen} />
          <span className={classes.space} />
          {running !== null && (
            <IconButton label="Stop" shortcut="escape" icon={<IconPlayerStopFilled />} variant="default" disabled={isStopping} onClick={conversation.stop} />
          )}
          {(running === null || text.trim() !== '') && (
            <IconButton
              type="submit"
              label={running === null ? 'Send' : 'Send after the answer'}
              shortcut="enter"
              icon={<IconArrowUp />}
              variant="filled"
              aria-disabled={!canSend}
              data-idle={!canSend || undefined}
              className={classes.send}
            />
          )}
        </div>
      </form>
    </div>
  );
}
