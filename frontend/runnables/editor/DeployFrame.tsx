import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import classes from './DeployFrame.module.css';

/** Props of {@link DeployFrame}. */
export type DeployFrameProps = {
  isOpen: boolean;
  onClose: () => void;
  /** "script", "flow", "agent". */
  noun: string;
  editor: { path: string; version: number; isChanged: boolean; deploy: (message: string) => Promise<{ version: number }> };
  onDeployed: (version: number) => void;
  /** Shows a refusal elsewhere, and says so: the dialog then closes. */
  isShownElsewhere?: (error: unknown) => boolean;
  /** Says more of a refusal than its words: what is needed, and the deploy once more. Null: the words are enough. */
  renderRefusal?: (error: unknown, deploy: () => void, isDeploying: boolean) => ReactNode;
  messageExample: string;
  /** What takes a while, in words. */
  busyWords?: string;
  /** What keeps it from being deployed, and what changes. */
  children: ReactNode;
};

/** What will be deployed, compared with what is; and why. */
export function DeployFrame(props: DeployFrameProps): ReactNode {
  const { isOpen, onClose, editor } = props;
  const title = editor.version === 0 ? `Deploy ${editor.path}` : `Deploy version ${editor.version + 1} of ${editor.path}`;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={editor.version === 0 ? 'lg' : 'min(1120px, 94vw)'}>
      {isOpen && <Deploy {...props} />}
    </Modal>
  );
}

function Deploy({ onClose, noun, editor, onDeployed, isShownElsewhere, renderRefusal, messageExample, busyWords, children }: DeployFrameProps): ReactNode {
  const [message, setMessage] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isNew = editor.version === 0;
  const deploy = async (): Promise<void> => {
    setBusy(true);
    try {
      const { version } = await editor.deploy(message.trim());
      onClose();
      onDeployed(version);
    } catch (failure) {
      // Somebody deployed meanwhile: the page now says so, and shows the differences.
      if (isShownElsewhere?.(failure) || isApiError(failure, 'item/version_conflict')) onClose();
      else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const refusal = (error !== null && renderRefusal?.(error, () => void deploy(), isBusy)) || null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void deploy();
      }}
    >
      <TextInput
        label="Message"
        description="Why this version; it stands in the history. May be empty."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
        maxLength={1000}
        placeholder={`For example: ${isNew ? 'First version' : messageExample}`}
        data-autofocus
        autoComplete="off"
      />
      {children}
      {refusal}
      {error !== null && refusal === null && <ErrorNotice error={error} title="It was not deployed." />}
      {isBusy && busyWords && (
        <p className={classes.quiet} role="status">
          {busyWords}
        </p>
      )}
      <FormActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant={refusal === null ? 'filled' : undefined} loading={isBusy} disabled={!isNew && !editor.isChanged}>
          {isNew ? `Deploy ${noun}` : `Deploy version ${editor.version + 1}`}
        </Button>
      </FormActions>
    </form>
  );
}
