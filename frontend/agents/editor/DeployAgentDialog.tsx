import type { ReactNode } from 'react';
import type { AgentProblem } from '../../../backend/agents/agents.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { ThresholdRefusal } from '../../evaluations/ThresholdRefusal.tsx';
import { DeployFrame } from '../../runnables/editor/DeployFrame.tsx';
import { formatPlural } from '../../ui/format.ts';
import { AgentTextDiff } from '../AgentVersions.tsx';
import { AgentProblems } from './AgentEditorHeader.tsx';
import { useAgentForm } from './agent-form.ts';
import parts from './parts/Parts.module.css';

type Props = { isOpen: boolean; onClose: () => void; onDeployed: (version: number) => void; onProblem: (problem: AgentProblem) => void };

/** What will be deployed, compared with what is; what is wrong with it; and why it is deployed. */
export function DeployAgentDialog({ isOpen, onClose, onDeployed, onProblem }: Props): ReactNode {
  const { editor, check } = useAgentForm();
  const errors = check.problems.filter(({ severity }) => severity === 'error');
  return (
    <DeployFrame
      isOpen={isOpen}
      onClose={onClose}
      noun="agent"
      editor={editor}
      onDeployed={onDeployed}
      messageExample="Ask finance above 100"
      renderRefusal={(error, deploy, isDeploying) =>
        isApiError(error, 'agent/threshold_missed') ? <ThresholdRefusal error={error} deploy={deploy} isDeploying={isDeploying} /> : null
      }
    >
      {errors.length > 0 && (
        <div>
          <p className={parts.quiet}>{formatPlural(errors.length, 'problem')} would keep it from being deployed:</p>
          <AgentProblems
            problems={errors}
            onOpen={(problem) => {
              onClose();
              onProblem(problem);
            }}
          />
        </div>
      )}
      {editor.version > 0 && <AgentTextDiff before={editor.base} after={editor.document} label={`Changes since version ${editor.version}`} maxHeight={420} />}
    </DeployFrame>
  );
}
