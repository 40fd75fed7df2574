import type { AppView, StartedAction } from '../../../backend/apps/apps.contract.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { isApiError } from '../../api/api-error.ts';
import type { ActionEnd } from '../runtime/actions.ts';

/** Calls of the viewer: the release, its actions, and the jobs that these started. */
export const getAppView = (workspace: string, path: string): Promise<AppView> => api.get<AppView>(inWorkspace(workspace, `/app_view/${path}`));

export async function startAction(workspace: string, path: string, action: string, version: number, args: Readonly<Record<string, unknown>>): Promise<string> {
  const started = await api.post<StartedAction>(inWorkspace(workspace, `/app_actions/${action}/run/${path}`), { version, args });
  return started.job_id;
}

/** Seconds for which one request waits for the end of a job. */
const waitSeconds = 50;

/** Waits for the end of a job, however long it takes; gives up when nobody wants the answer any more. */
export const waitForJob = (workspace: string, jobId: string, signal: AbortSignal): Promise<ActionEnd> =>
  waitForResult(() => api.get<unknown>(inWorkspace(workspace, `/jobs/${jobId}/result`), { wait_s: waitSeconds }, signal), signal);

/** Asks again and again until there is an end. */
export async function waitForResult(ask: () => Promise<unknown>, signal: AbortSignal): Promise<ActionEnd> {
  for (;;) {
    try {
      const data = await ask();
      return { status: 'success', data: data ?? null };
    } catch (error) {
      if (signal.aborted) return { status: 'cancelled' };
      if (isApiError(error, 'job/wait_timeout')) continue;
      if (isApiError(error, 'job/cancelled')) return { status: 'cancelled' };
      if (!isApiError(error)) throw error;
      const { code, message } = failureOf(error.details['error']) ?? error;
      return { status: 'error', error: { code, message } };
    }
  }
}

/** What the script itself said; the words of the server around it are for those who write it. */
function failureOf(error: unknown): { code: string; message: string } | null {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' && typeof message === 'string' && message !== '' ? { code, message } : null;
}

export const cancelJob = (workspace: string, jobId: string): Promise<unknown> =>
  api.post(inWorkspace(workspace, `/jobs/${jobId}/cancel`), { reason: 'Its result is not needed any more' });
