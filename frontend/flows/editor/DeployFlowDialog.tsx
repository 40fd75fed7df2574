import type { ReactNode } from 'react';
import { DeployFrame } from '../../runnables/editor/DeployFrame.tsx';
import classes from '../../runnables/editor/DeployFrame.module.css';
import { formatPlural } from '../../ui/format.ts';
import { FlowTextDiff } from './FlowEditorNotices.tsx';
import { ProblemList } from './panel/ProblemList.tsx';
import type { LiveCheck } from './state/useFlowCheck.ts';
import type { FlowEditor } from './state/useFlowEditor.ts';

/** Props of {@link DeployFlowDialog}. */
export type DeployFlowDialogProps = { isOpen: boolean; onClose: () => void; editor: FlowEditor; check: LiveCheck; onDeployed: (version: number) => void };

/** What will be deployed, compared with what is; what is wrong with it; and why it is deployed. */
export function DeployFlowDialog({ isOpen, onClose, editor, check, onDeployed }: DeployFlowDialogProps): ReactNode {
  const { document, base, version } = editor;
  const errors = check.problems.filter(({ severity }) => severity === 'error');
  return (
    <DeployFrame isOpen={isOpen} onClose={onClose} noun="flow" editor={editor} onDeployed={onDeployed} messageExample="Ask finance above 100">
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
      {version > 0 && (
        <div className={classes.changes}>
          <FlowTextDiff before={base} after={document} label={`Changes since version ${version}`} maxHeight={420} />
        </div>
      )}
    </DeployFrame>
  );
}
