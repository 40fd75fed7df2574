import type { ReactNode } from 'react';
import type { JsonSchema } from '../../backend/expressions/core/json-schema.ts';
import type { Runnable } from '../runnables/runnable.ts';
import { appFromRunnable } from './app-from-runnable.ts';
import { NewAppDialog } from './NewAppDialog.tsx';

/** Makes an app of a script or flow: its form, a button and the result, beside it in its folder; the builder opens on it. */
export function MakeAppDialog({ runnable: { kind, path, summary, description, schema }, onClose }: { runnable: Runnable & { kind: 'script' | 'flow' }; onClose: () => void }): ReactNode {
  const document = appFromRunnable({ kind, path, summary, description, schema: schema as JsonSchema });
  return <NewAppDialog isOpen folder={undefined} start={{ path: `${path}_app`, summary: summary || path, document }} onClose={onClose} />;
}
