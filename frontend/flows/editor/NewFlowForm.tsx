import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NewItemForm } from '../../runnables/editor/NewItemForm.tsx';
import { useWorkspace } from '../../session/workspace.ts';

/** Where a new flow lies; then its editor opens with an empty graph. */
export function NewFlowForm(): ReactNode {
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  return (
    <NewItemForm
      kind="flow"
      description="A flow runs scripts, waits and decisions one after the other or side by side. Its input becomes a form, an API and a webhook."
      nameExample="big_refund"
      onBegin={(path) => navigate({ to: '/w/$workspace/flows/new', params: { workspace }, search: { path } })}
    />
  );
}
