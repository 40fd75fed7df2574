import type { ReactFlowProps } from '@xyflow/react';

/** A drawing that is laid out by us, and whose keys and selection are our own: xyflow only draws it, and moves the view. */
export const drawnOnly = {
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  panActivationKeyCode: null,
  zoomOnDoubleClick: false,
  panOnScroll: true,
} as const satisfies ReactFlowProps;
