import { useEffect, useState } from 'react';
import type { AppDocument, AppPage } from '../../../backend/apps/app.contract.ts';
import { Evaluator } from '../../../backend/expressions/core/evaluate.ts';
import { catalog } from '../../../components/definitions.ts';
import { PageRuntime } from '../runtime/page-runtime.ts';
import { browserPorts } from '../viewer/browser-ports.ts';

const evaluator = new Evaluator();

/** Opens examples as the page that they are. There are no actions, so that nothing reaches the server. */
export function useExampleRuntime(document: AppDocument, page: AppPage): PageRuntime | null {
  const [runtime, setRuntime] = useState<PageRuntime | null>(null);
  useEffect(() => {
    const opened = new PageRuntime({
      document,
      page,
      catalog,
      evaluator,
      params: {},
      user: { username: 'ada', name: 'Ada', email: 'ada@acme.example', groups: [], is_signed_in: true },
      app: { path: '', page: page.id, release: 0, mode: 'preview', width: 'base' },
      ports: {
        ...browserPorts,
        go: () => undefined,
        start: () => Promise.reject(new Error('Examples run nothing.')),
        wait: () => Promise.resolve({ status: 'cancelled' }),
        cancel: () => undefined,
      },
    });
    void opened.open().then(() => setRuntime(opened));
    return () => {
      opened.dispose();
      setRuntime(null);
    };
  }, [document, page]);
  return runtime;
}
