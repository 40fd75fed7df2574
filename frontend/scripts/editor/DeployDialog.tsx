import type { ReactNode } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { DeployFrame } from '../../runnables/editor/DeployFrame.tsx';
import classes from '../../runnables/editor/DeployFrame.module.css';
import { CodeDiff } from '../../ui/CodeEditor.tsx';
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

const waiting = 'Reading the imports, resolving packages and locking them. A package that nobody here has used yet takes a few seconds.';

/** What will be deployed, compared with what is; and why. */
export function DeployDialog({ isOpen, onClose, editor, onDeployed, onRefusedAtLine, onConflict }: DeployDialogProps): ReactNode {
  const { source, base, version } = editor;
  const areSettingsSame = settingsText(source) === settingsText(base);
  const show = (failure: unknown): boolean => {
    const line = isApiError(failure) ? failure.details['line'] : undefined;
    if (typeof line === 'number') onRefusedAtLine(failure, line);
    else if (isApiError(failure, 'item/version_conflict')) onConflict();
    else return false;
    return true;
  };
  return (
    <DeployFrame
      isOpen={isOpen}
      onClose={onClose}
      noun="script"
      editor={editor}
      onDeployed={onDeployed}
      isShownElsewhere={show}
      messageExample="Ask for the reason"
      busyWords={waiting}
    >
      {version > 0 && (
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
    </DeployFrame>
  );
}
