import type { ReactNode } from 'react';
import { appFromResult, type ResultSource } from './app-from-result.ts';
import { NewAppDialog } from './NewAppDialog.tsx';

/** Makes an app of what a run gave, beside what ran; the builder opens on it. */
export function MakeResultAppDialog({ source, onClose }: { source: ResultSource; onClose: () => void }): ReactNode {
  return (
    <NewAppDialog
      isOpen
      folder={undefined}
      start={{ path: `${source.path}_result`, summary: source.title, document: appFromResult(source) }}
      onClose={onClose}
    />
  );
}
