import { useEffect, useRef, useState } from 'react';
import type { AppDocument, AppPage } from '../../../../backend/apps/app.contract.ts';
import { readPageParams } from '../../../../backend/apps/core/page-params.ts';
import { Evaluator } from '../../../../backend/expressions/core/evaluate.ts';
import { catalog } from '../../../../components/definitions.ts';
import { browserPorts } from '../../viewer/browser-ports.ts';
import { waitForJob, cancelJob } from '../../viewer/viewer.api.ts';
import { PageRuntime, type PagePorts } from '../../runtime/page-runtime.ts';
import { startOnCanvas } from '../code/run-of-action.ts';

const evaluator = new Evaluator();

/** What something ran, and why: the timeline. */
export type RanEntry = { readonly at: number; readonly action: string; readonly because: string };

type Options = {
  workspace: string;
  path: string;
  document: AppDocument;
  page: AppPage | undefined;
  isEditing: boolean;
  user: Readonly<Record<string, unknown>>;
  onGo: PagePorts['go'];
  onRan: (entry: RanEntry) => void;
};

/**
 * The page as it runs on the canvas, with the rights of the person who edits: actions of the working copy run as that person and nobody else. While it is edited
 * the runtime goes on with the changed document; the preview begins anew.
 */
export function useCanvasPage({ workspace, path, document, page, isEditing, user, onGo, onRan }: Options): PageRuntime | null {
  const [runtime, setRuntime] = useState<PageRuntime | null>(null);
  const newest = useRef({ document, page, onGo, onRan, user });
  newest.current = { document, page, onGo, onRan, user };
  // What a step gave the page that it went to.
  const given = useRef<{ page: string; params: Readonly<Record<string, unknown>> }>({ page: '', params: {} });
  const pageId = page?.id;
  useEffect(() => {
    const { current } = newest;
    if (!current.page) return undefined;
    const opened = new PageRuntime({
      document: current.document,
      page: current.page,
      catalog,
      evaluator,
      params: readPageParams(current.page, given.current.page === current.page.id ? given.current.params : {}).values,
      user: current.user,
      app: { path, page: current.page.id, release: 0, mode: 'preview', width: 'base' },
      isEditing,
      ports: {
        ...browserPorts,
        go: (id, params) => {
          given.current = { page: id, params };
          newest.current.onGo(id, params);
        },
        onRan: (entry) => newest.current.onRan({ ...entry, at: Date.now() }),
        start: (action, args) => startOnCanvas(workspace, path, action, args),
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
  }, [workspace, path, pageId, isEditing]);
  useEffect(() => {
    if (runtime && isEditing) void runtime.change(document);
  }, [runtime, document, isEditing]);
  return runtime;
}
