import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { ranOf } from './run-words.ts';
import { cancelJob, jobQuery, rerunJob, runsKey } from './runs.api.ts';

/** What can be done with a run, and how it goes. */
export type RunActions = {
  cancel: () => void;
  isCancelling: boolean;
  runAgain: () => void;
  isRunningAgain: boolean;
  editAndRun: () => void;
  openInEditor: () => void;
  /** Why the last one was refused. */
  error: unknown;
};

/** Cancel, run again, run again with other arguments, open the code with these arguments. */
export function useRunActions(workspace: string, job: Job | undefined): RunActions {
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = job?.id ?? '';
  const { folder, path, step } = job ? ranOf(job) : { folder: 'scripts', path: '', step: null };
  const cancel = useMutation({
    mutationFn: () => cancelJob(workspace, id),
    onSuccess: (changed) => client.setQueryData(jobQuery(workspace, id).queryKey, changed),
  });
  const again = useMutation({
    mutationFn: () => rerunJob(workspace, id, { version: 'newest' }),
    onSuccess: (newId) => {
      void client.invalidateQueries({ queryKey: runsKey(workspace) });
      void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: newId } });
    },
  });
  return {
    cancel: () => cancel.mutate(),
    isCancelling: cancel.isPending,
    runAgain: () => again.mutate(),
    isRunningAgain: again.isPending,
    editAndRun: () => void navigate({ to: `/w/${workspace}/${folder}/${path}`, search: { from: id } }),
    openInEditor: () => void navigate({ to: `/w/${workspace}/${folder}/edit/${path}`, search: step === null ? { run: id } : { step } }),
    error: cancel.error ?? again.error,
  };
}
