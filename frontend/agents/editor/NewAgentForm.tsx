import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NewItemForm } from '../../runnables/editor/NewItemForm.tsx';
import { useWorkspace } from '../../session/workspace.ts';
import { KindIcon } from '../../ui/KindIcon.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { toolsOfAddress } from './agent-document.ts';
import parts from './parts/Parts.module.css';

/** Where a new agent lies; then its editor opens, with the tools that it was asked for. */
export function NewAgentForm(): ReactNode {
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const tools = toolsOfAddress(state['tools']);
  return (
    <NewItemForm
      kind="agent"
      description="An agent answers questions and does things, with scripts and flows as its tools. It begins with a practice model that needs no key."
      nameExample="support_agent"
      onBegin={(path) => navigate({ to: '/w/$workspace/agents/new', params: { workspace }, search: { path, tools: state['tools'] } })}
    >
      {tools.length > 0 && (
        <div className={parts.group}>
          <p className={parts.heading}>Its tools</p>
          <ul className={parts.cards} aria-label="Its tools">
            {tools.map(({ kind, path }) => (
              <li key={`${kind}:${path}`} className={`${parts.card} ${parts.cardHead}`}>
                <KindIcon kind={kind} /> <span className="mono">{path}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </NewItemForm>
  );
}
