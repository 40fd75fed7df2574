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
import type { Door } from './doors.ts';

const evaluator = new Evaluator();

/** Somebody without an account: parts of the product that ask for one are not for them. */
const isGuest = ({ kind }: Door): boolean => kind === 'anonymous' || kind === 'embed';

/** What the open page tells the frame around it. */
export type PageEvents = { go(page: string, params: Readonly<Record<string, unknown>>): void; onNewRelease(): void; onLanguage(language: string): void };

/** Opens a page of a released app: runs what it runs, until it is left. */
export function useOpenPage(
  workspace: string,
  door: Door,
  view: AppView,
  page: AppPage,
  paramsText: string,
  language: string | null,
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
      language,
      app: {
        path: view.path,
        page: page.id,
        release: view.version,
        mode: door.kind === 'preview' ? 'preview' : 'live',
        width: breakpointOf(window.innerWidth),
      },
      ports: {
        ...browserPorts,
        go: events.go,
        onLanguage: events.onLanguage,
        start: (action, args) =>
          door.start(action.id, view.version, args).catch((error: unknown) => {
            if (isApiError(error, 'app/new_release')) events.onNewRelease();
            throw error;
          }),
        wait: (jobId, onStatus, signal) => {
          onStatus('running');
          return door.wait(jobId, signal);
        },
        cancel: (jobId) => void door.cancel(jobId).catch(() => undefined),
      },
    });
    void opened.open().then(() => setRuntime(opened));
    return () => {
      opened.dispose();
      setRuntime(null);
    };
  }, [door, view, page, paramsText, language, events]);
  const host = useMemo(
    () => (runtime ? viewHost(workspace, runtime, (action) => Promise.resolve(view.forms[action] ?? null), isGuest(door), door.chat) : null),
    [workspace, door, runtime, view],
  );
  return { runtime, host };
}
