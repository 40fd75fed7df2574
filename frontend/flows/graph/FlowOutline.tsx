import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type CSSProperties, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import type { FlowGraphProps } from './FlowGraph.tsx';
import classes from './FlowOutline.module.css';
import type { Decorations } from './graph-state.ts';
import { LaneLabelView } from './LaneLabelView.tsx';
import { endKey, layoutFlow, startKey } from './layout.ts';
import type { GraphNode, Place, StepNode } from './layout-types.ts';
import { detailOfStep, lookOfStep, titleOfStep } from './step-looks.ts';
import { Pause, Spoken } from './StepCard.tsx';
import { marksOf } from './step-marks.ts';
import { StepProgress, StepStatusMark } from './StepStatusMark.tsx';
import { StepTile } from './StepTile.tsx';
import type { Folding } from './useFolding.ts';

/** Props of {@link FlowOutline}. */
export type FlowOutlineProps = FlowGraphProps & { decorations: Decorations; selectedStep: string | null; folding: Folding };

/** A flow as an indented list: what narrow screens show in place of the graph. */
export function FlowOutline(props: FlowOutlineProps): ReactNode {
  const { value, folding, label, renderEdgeAction } = props;
  const { nodes } = useMemo(() => layoutFlow(value, folding.folded), [value, folding.folded]);
  const rows = nodes.filter(({ kind }) => kind !== 'box');
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-graph-key]')];
    const next = stops[stops.indexOf(event.target as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div className={classes.outline}>
      <ol className={classes.list} aria-label={label} onKeyDown={onKeyDown}>
        {rows.map((node) => (
          <li key={node.key} className={classes.row} style={{ '--indent': Math.min(node.depth, 6) } as CSSProperties}>
            {rowOf(node, props)}
            {renderEdgeAction && <OutlineAction node={node} render={renderEdgeAction} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What an editor puts beside a row: a step goes after the row, or into what the row begins. */
function OutlineAction({ node, render }: { node: GraphNode; render: (place: Place) => ReactNode }): ReactNode {
  const place = placeOf(node);
  return place && <span className={classes.action}>{render(place)}</span>;
}

function placeOf(node: GraphNode): Place | null {
  if (node.kind === 'start') return { sequence: '/modules', index: 0 };
  if (node.kind === 'label') return node.label.kind === 'failure' ? null : { sequence: node.key.slice(0, -'#label'.length), index: 0 };
  if (node.kind !== 'step' || !/^\d+$/.test(node.key.split('/').at(-1) ?? '')) return null;
  if ('modules' in node.step.value && !node.isFolded) return { sequence: `${node.key}/value/modules`, index: 0 };
  return { sequence: node.place.sequence, index: node.place.index + 1 };
}

function rowOf(node: GraphNode, props: FlowOutlineProps): ReactNode {
  if (node.kind === 'label') return <LaneLabelView label={node.label} />;
  if (node.kind === 'step') return <StepRow node={node} {...props} />;
  const key = node.kind === 'start' ? startKey : endKey;
  const caption = node.kind === 'start' ? props.startCaption : props.endCaption;
  return (
    <button type="button" className={classes.step} data-graph-key={key} aria-pressed={props.selectedStep === key} onClick={() => props.onSelect?.(key)}>
      <span className={classes.title}>{node.kind === 'start' ? 'Input' : 'Result'}</span>
      {caption && <span className={classes.caption}>{caption}</span>}
    </button>
  );
}

function StepRow({ node, decorations, selectedStep, onSelect, folding }: FlowOutlineProps & { node: StepNode }): ReactNode {
  const { step, isContainer, isFolded } = node;
  const { icon, colour } = lookOfStep(step);
  const decoration = decorations[step.id] ?? {};
  return (
    <>
      <button
        type="button"
        className={classes.step}
        data-graph-key={node.key}
        data-step={step.id}
        data-tone={decoration.tone}
        aria-pressed={selectedStep === step.id}
        onClick={() => onSelect?.(step.id)}
      >
        <StepTile icon={icon} colour={colour} />
        <span className={classes.words}>
          <span className={classes.title}>{titleOfStep(step)}</span>
          <Pause />
          <span className={classes.caption}>
            <code>{step.id}</code> {decoration.caption ?? detailOfStep(step)}
          </span>
        </span>
        {(decoration.status ?? decoration.badge) && <Pause />}
        {decoration.status && <StepStatusMark status={decoration.status} />}
        {!decoration.status && decoration.badge && <span className={classes.badge}>{decoration.badge}</span>}
        <Spoken words={marksOf(step).map(({ label }) => label)} />
        {decoration.progress && <StepProgress {...decoration.progress} />}
      </button>
      {isContainer && (
        <button type="button" className={classes.fold} aria-label={isFolded ? `Unfold ${step.id}` : `Fold ${step.id}`} onClick={() => folding.toggle(step.id)}>
          {isFolded ? <IconChevronRight aria-hidden /> : <IconChevronDown aria-hidden />}
        </button>
      )}
    </>
  );
}
