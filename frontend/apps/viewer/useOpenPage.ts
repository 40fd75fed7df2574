import { useEffect, useMemo, useState } from 'react';
import type { AppPage } from '../../../backend/apps/app.contract.ts';
import type { AppView } from '../../../backend/apps/apps.contract.ts';
import { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import { catalog } from '../../../components/definitions.ts';
import type { ViewHost } from '../../../components/view.ts';
import { isApiError } from '../../api/api-error.ts';
import { breakpointOf } from '../../../backend/apps/core/layout.ts';
import { PageRuntime } from '../runtime/page-runtime.ts';
import { viewHost } from '../runtime/view-host.tsx';
import { browserPorts } from './browser-ports.ts';
import { cancelJob, startAction, waitForJob } from './viewer.api.ts';

const evaluator = new Evaluator();

/** What the open page tells the frame around it. */
export type PageEvents = { go(page: string, params: Readonly<Record<string, unknown>>): void; onNewRelease(): void };

/** Opens a page of a released app: runs what it runs, until it is left. */
export function useOpenPage(
  workspace: string,
  view: AppView,
  page: AppPage,
  paramsText: string,
  events: PageEvents,
): { runtime: PageRuntime | null; host: ViewHost | null } {
  const [runtime, setRuntime] = useState<PageRuntime | null>(null);
  useEffect(() => {
    const opened = new PageRuntime({
      document: view.document,
      page,
      catalog,
      evaluator,
      params: JSON.parse(paramsText) as Record<string, unknown>,
      user: view.user,
      callable: view.callable,
      app: { path: view.path, page: page.id, release: view.version, mode: 'live', width: breakpointOf(window.innerWidth) },
      ports: {
        ...browserPorts,
        go: events.go,
        start: (action, args) =>
          startAction(workspace, view.path, action.id, view.version, args).catch((error: unknown) => {
            if (isApiError(error, 'app/new_release')) events.onNewRelease();
            throw error;
          }),
        wait: (jobId, onStatus, signal) => {
          onStatus('running');
          return waitForJob(workspace, jobId, signal);
        },
        cancel: (jobId) => void cancelJob(workspace, jobId).catch(() => undefined),
      },
    });
    void opened.open().then(() => setRuntime(opened));
    return () => {
      opened.dispose();
      setRuntime(null);
    };
  }, [workspace, view, page, paramsText, events]);
  const host = useMemo(() => (runtime ? viewHost(workspace, runtime, (action) => Promise.resolve(view.forms[action] ?? null)) : null), [workspace, runtime, view]);
  return { runtime, host };
}
