import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { MiniMap, Panel, useReactFlow } from '@xyflow/react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import classes from './GraphControls.module.css';
import type { FlowLayout } from './layout-types.ts';
import type { NodeOnCanvas } from './GraphCanvas.tsx';
import { wholeViewport } from './viewport.ts';

const minimapFrom = 20;

/** How long something moves: not at all for who wants no motion. */
const moving = (durationMs: number): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : durationMs);

/** Zoom, the whole flow at once, and a small map of large ones. */
export function GraphControls({ layout, room, children }: { layout: FlowLayout; room: { width: number; height: number }; children?: ReactNode }): ReactNode {
  const { zoomIn, zoomOut, setViewport } = useReactFlow();
  const stepCount = layout.nodes.filter(({ kind }) => kind === 'step').length;
  return (
    <>
      {stepCount >= minimapFrom && (
        <MiniMap<NodeOnCanvas>
          className={classes.minimap}
          position="bottom-right"
          pannable
          style={{ width: 132, height: 148 }}
          zoomable
          ariaLabel="Overview of the flow"
          nodeClassName={({ data: { node } }) => `${classes.mini} ${node.kind === 'box' ? classes.miniBox : ''}`}
        />
      )}
      <Panel position="bottom-left" className={classes.controls}>
        {children}
        <div className={classes.buttons}>
          <IconButton label="Zoom in" icon={<IconPlus />} onClick={() => void zoomIn({ duration: moving(120) })} />
          <IconButton label="Zoom out" icon={<IconMinus />} onClick={() => void zoomOut({ duration: moving(120) })} />
          <IconButton
            label="Show the whole flow"
            icon={<IconMaximize />}
            onClick={() => void setViewport(wholeViewport(layout, room), { duration: moving(180) })}
          />
        </div>
      </Panel>
    </>
  );
}
