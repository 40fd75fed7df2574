import { useEffect, useRef } from 'react';

type OverlayView = {
  state: { is_open: boolean; params: Record<string, unknown>; result: unknown };
  expose(change: { is_open: boolean }): void;
  emit(event: string, payload?: unknown): Promise<void>;
};

/** Tells of the opening and closing of a modal or drawer, however it came about; `close` is what the person does. */
export function useOverlay({ state, expose, emit }: OverlayView): { close: () => void } {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (state.is_open === wasOpen.current) return;
    wasOpen.current = state.is_open;
    void (state.is_open ? emit('open', { params: state.params }) : emit('close', { result: state.result ?? null }));
  });
  return { close: () => expose({ is_open: false }) };
}
