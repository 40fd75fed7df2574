import { Button, Textarea } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import classes from './Message.module.css';

/** Props of {@link EditQuestion}. `hint` says what becomes of what was said before; `isHeld`: nothing can be sent at the moment. */
export type EditQuestionProps = {
  text: string;
  hint: string;
  sendLabel: string;
  maxLength?: number;
  isHeld?: boolean;
  onClose: () => void;
  onSend: (text: string) => void;
};

/** A question while it is worded anew: Enter sends it, Shift Enter is a new line, Escape leaves it as it was. */
export function EditQuestion({ text, hint, sendLabel, maxLength, isHeld = false, onClose, onSend }: EditQuestionProps): ReactNode {
  const [value, setValue] = useState(text);
  const canSend = value.trim() !== '' && !isHeld;
  const send = (): void => {
    if (canSend) onSend(value.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.edit}
      aria-label="Edit question"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        aria-label="Question"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autosize
        minRows={2}
        maxRows={14}
        maxLength={maxLength}
        autoFocus
      />
      <div className={classes.editButtons}>
        <p className={classes.hint}>{hint}</p>
        <Button size="xs" onClick={onClose}>
          Cancel
        </Button>
        <Button size="xs" type="submit" variant="filled" disabled={!canSend}>
          {sendLabel}
        </Button>
      </div>
    </form>
  );
}
