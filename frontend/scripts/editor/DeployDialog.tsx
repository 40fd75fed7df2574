import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import classes from './DeployDialog.module.css';
import { settingsText } from './script-source.ts';
import type { ScriptEditor } from './useScriptEditor.ts';

/** Props of {@link DeployDialog}. */
export type DeployDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  editor: ScriptEditor;
  onDeployed: (version: number) => void;
  /** The refusal is about a line of code: the dialog closes and the line is shown. */
  onRefusedAtLine: (error: unknown, line: number) => void;
  /** Somebody deployed meanwhile: the dialog closes and the differences are shown. */
  onConflict: () => void;
};

/** What will be deployed, compared with what is; and why. */
export function DeployDialog(props: DeployDialogProps): ReactNode {
  const { isOpen, onClose, editor } = props;
  const title = editor.version === 0 ? `Deploy ${editor.path}` : `Deploy version ${editor.version + 1} of ${editor.path}`;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={editor.version === 0 ? 'lg' : 'min(1120px, 94vw)'}>
      {isOpen && <Deploy {...props} />}
    </Modal>
  );
}

function Deploy({ onClose, editor, onDeployed, onRefusedAtLine, onConflict }: DeployDialogProps): ReactNode {
  const [message, setMessage] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { source, base, version } = editor;
  const deploy = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const script = await editor.deploy(message.trim());
      onClose();
      onDeployed(script.version);
    } catch (failure) {
      const line = isApiError(failure) ? failure.details['line'] : undefined;
      if (typeof line === 'number') {
        onClose();
        onRefusedAtLine(failure, line);
      } else if (isApiError(failure, 'item/version_conflict')) {
        onClose();
        onConflict();
      } else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const isNew = version === 0;
  const areSettingsSame = settingsText(source) === settingsText(base);
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
        placeholder={isNew ? 'First version' : 'Ask for the reason'}
        data-autofocus
        autoComplete="off"
      />
      {!isNew && (
        <div className={classes.changes}>
          {source.content !== base.content && (
            <CodeDiff before={base.content} after={source.content} language={source.language} label={`Changes since version ${version}`} maxHeight={420} />
          )}
          {!areSettingsSame && (
            <CodeDiff before={settingsText(base)} after={settingsText(source)} language="json" label="Changes of settings" maxHeight={240} />
          )}
          {source.content === base.content && areSettingsSame && (
            <p className={classes.quiet}>Nothing changed since version {version}: deploying it would make no new version.</p>
          )}
        </div>
      )}
      {error !== null && <ErrorNotice error={error} title="It was not deployed." />}
      {isBusy && (
        <p className={classes.quiet} role="status">
          Reading the imports, resolving packages and locking them. A package that nobody here has used yet takes a few seconds.
        </p>
      )}
      <FormActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={isBusy} disabled={!isNew && !editor.isChanged}>
          {isNew ? 'Deploy script' : `Deploy version ${version + 1}`}
        </Button>
      </FormActions>
    </form>
  );
}
