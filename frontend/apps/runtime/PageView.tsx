import { useMemo, type ReactNode } from 'react';
import type { AppPage, Slot } from '../../../backend/apps/app.contract.ts';
import type { ParentPlace } from '../../../backend/apps/core/tree.ts';
import type { ViewHost } from '../../../components/view.ts';
import type { PageRuntime } from './page-runtime.ts';
import { RuntimeProvider, type EditFrames } from './runtime-context.ts';
import { SlotView } from './SlotView.tsx';

type Props = { runtime: PageRuntime; page: AppPage; host: ViewHost; isEditing?: boolean; frames?: EditFrames };

const drawSlot = (slot: Slot, place: ParentPlace): ReactNode => <SlotView slot={slot} place={place} />;

/** Draws an open page. Viewers and the builder draw the same; the builder adds frames. */
export function PageView({ runtime, page, host, isEditing = false, frames }: Props): ReactNode {
  const context = useMemo(() => ({ runtime, host, isEditing, frames: frames ?? null, drawSlot }), [runtime, host, isEditing, frames]);
  const place = useMemo(() => ({ page: page.id }), [page.id]);
  return <RuntimeProvider value={context}>{drawSlot(page.body, place)}</RuntimeProvider>;
}
