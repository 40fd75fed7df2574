import type { ReactNode } from 'react';
import { LeaveGuard } from '../../runnables/editor/LeaveGuard.tsx';
import { useEditor } from './editor-context.ts';

/** Sends what was done last before the builder is left: the way out may load another document, and what waits to be sent would go with this one. */
export function LeaveBuilder(): ReactNode {
  const state = useEditor(({ saving }) => saving);
  const error = useEditor(({ failure }) => failure);
  const flush = useEditor(({ deliver }) => deliver);
  return <LeaveGuard draft={{ saving: { state, savedAt: null, error }, flush }} />;
}
