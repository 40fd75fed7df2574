import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';
import { useRoom } from '../api/live.ts';
import { type PagedList, usePages } from '../api/pages.ts';
import { workflowKey, workflowPath } from './workflows.api.ts';

/** Steps in one page; a longer workflow is read on demand. */
const pageSize = 200;

/** The recorded steps of a run, as they come. */
export function useWorkflowSteps(workspace: string, jobId: string): PagedList<WorkflowStep> {
  const client = useQueryClient();
  const key = workflowKey(workspace, jobId);
  const steps = usePages<WorkflowStep>(key, workflowPath(workspace, jobId), {}, { limit: pageSize });
  const isAsked = useRef(false);
  const reload = (): void => {
    // What comes while the last answer is on its way is asked for once more, after it.
    if (isAsked.current) return;
    isAsked.current = true;
    void client.invalidateQueries({ queryKey: [...key, {}] }).finally(() => {
      isAsked.current = false;
    });
  };
  useRoom(workspace, `job:${jobId}`, { onWorkflowChanged: reload, onJobChanged: reload, onJoined: reload });
  return steps;
}
