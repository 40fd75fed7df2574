import { PointerSensor, type PointerSensorProps } from '@dnd-kit/core';

/**
 * The pointer for dragging. The library keeps every click from the page for some time after a drop, so that the end of a drag is none; whoever presses
 * again within that time means a new click, which has to count.
 */
export class QuickPointer extends PointerSensor {
  constructor(props: PointerSensorProps) {
    const onEnd = (): void => {
      const kept: unknown = Reflect.get(this, 'documentListeners');
      globalThis.addEventListener('pointerdown', () => letClicksThrough(kept), { capture: true, once: true });
      props.onEnd();
    };
    super({ ...props, onEnd });
  }
}

/** The library has no word for this: where it keeps its listeners elsewhere one day, clicks have to wait as it wants. */
function letClicksThrough(kept: unknown): void {
  if (typeof kept === 'object' && kept !== null && 'removeAll' in kept && typeof kept.removeAll === 'function') kept.removeAll();
}
