import { lazy, Suspense, type ReactNode } from 'react';
import type { ViewHost, ViewParts } from '../../../components/view.ts';
import { saveFile } from '../../ui/download.ts';
import { browserPorts } from '../viewer/browser-ports.ts';
import type { PageRuntime } from './page-runtime.ts';

const JsonTree = lazy(async () => ({ default: (await import('../../ui/JsonTree.tsx')).JsonTree }));

/** Parts of the product that components draw; each is loaded with the first component that needs it. */
const parts: ViewParts = {
  JsonTree: (props): ReactNode => (
    <Suspense fallback={null}>
      <JsonTree {...props} />
    </Suspense>
  ),
};

/** What components of an open page reach of the product: the same for viewers, on the canvas and in the gallery. */
export function viewHost(workspace: string, runtime: PageRuntime): ViewHost {
  return {
    workspace,
    locale: navigator.language,
    parts,
    run: (action, args = {}) => runtime.runAction(action, args, {}, 'a component asked for it'),
    actionState: (action) => runtime.actionState(action),
    toast: (message, tone = 'info') => browserPorts.toast(message, tone),
    download: (name, content, type) => (typeof content === 'string' ? saveFile(name, content, type ?? 'text/plain') : saveBlob(name, content)),
  };
}

function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
