import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import classes from '../../scripts/editor/DeployDialog.module.css';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions } from '../../ui/FormParts.tsx';
import { formatPlural } from '../../ui/format.ts';
import { FlowTextDiff } from './FlowEditorNotices.tsx';
import { ProblemList } from './panel/ProblemList.tsx';
import type { LiveCheck } from './state/useFlowCheck.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';

/** Props of {@link DeployFlowDialog}. */
export type DeployFlowDialogProps = { isOpen: boolean; onClose: () => void; editor: FlowEditor; check: LiveCheck; onDeployed: (version: number) => void };

/** What will be deployed, compared with what is; what is wrong with it; and why it is deployed. */
export function DeployFlowDialog(props: DeployFlowDialogProps): ReactNode {
  const { isOpen, onClose, editor } = props;
  const title = editor.version === 0 ? `Deploy ${editor.path}` : `Deploy version ${editor.version + 1} of ${editor.path}`;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={editor.version === 0 ? 'lg' : 'min(1120px, 94vw)'}>
      {isOpen && <Deploy {...props} />}
    </Modal>
  );
}

function Deploy({ onClose, editor, check, onDeployed }: DeployFlowDialogProps): ReactNode {
  const [message, setMessage] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { document, base, version } = editor;
  const isNew = version === 0;
  const deploy = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const flow = await editor.deploy(message.trim());
      onClose();
      onDeployed(flow.version);
    } catch (failure) {
      // Somebody deployed meanwhile: the page now says so, and shows the differences.
      if (isApiError(failure, 'item/version_conflict')) onClose();
      else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const errors = check.problems.filter(({ severity }) => severity === 'error');
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
        placeholder={isNew ? 'First version' : 'Ask finance above 100'}
        data-autofocus
        autoComplete="off"
      />
      {errors.length > 0 && (
        <div>
          <p className={classes.quiet}>{formatPlural(errors.length, 'problem')} would keep it from being deployed:</p>
          <ProblemList
            problems={errors}
            onOpen={({ step }) => {
              onClose();
              editor.select(step);
            }}
          />
        </div>
      )}
      {!isNew && (
        <div className={classes.changes}>
          <FlowTextDiff before={base} after={document} label={`Changes since version ${version}`} maxHeight={420} />
        </div>
      )}
      {error !== null && <ErrorNotice error={error} title="It was not deployed." />}
      <FormActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={isBusy} disabled={!isNew && !editor.isChanged}>
          {isNew ? 'Deploy flow' : `Deploy version ${version + 1}`}
        </Button>
      </FormActions>
    </form>
  );
}
