import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { formatPlural } from '../../ui/format.ts';
import { useGraph } from './graph-state.ts';
import type { StepNode } from './layout-types.ts';
import classes from './StepCard.module.css';
import { detailOfStep, lookOfStep, titleOfStep } from './step-looks.ts';
import { marksOf } from './step-marks.ts';
import { StepProgress, StepStatusMark } from './StepStatusMark.tsx';
import { StepTile } from './StepTile.tsx';

/** A step in the graph: kind, title, what is set on it, and how it stands. */
export function StepCard({ node }: { node: StepNode }): ReactNode {
  const graph = useGraph();
  const { step, key, isContainer, isFolded, stepCount } = node;
  const decoration = graph.decorations[step.id] ?? {};
  const { icon, word, colour } = lookOfStep(step);
  const isSelected = graph.selectedKey === key;
  const marks = marksOf(step);
  const openMenu = (event: MouseEvent | KeyboardEvent, at: { x: number; y: number }): void => {
    if (!graph.openMenu) return;
    event.preventDefault();
    graph.select(key);
    graph.openMenu(step, key, at);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (event.key === 'Enter') graph.activate(key);
    if (event.key === ' ' && isContainer) {
      event.preventDefault();
      graph.toggleFold(step.id);
    }
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      const { left, bottom } = event.currentTarget.getBoundingClientRect();
      openMenu(event, { x: left + 24, y: bottom });
    }
  };
  return (
    <div
      className={classes.frame}
      data-status={decoration.status}
      data-tone={decoration.tone}
      data-selected={isSelected || undefined}
      data-dragged={graph.draggedKey === key || undefined}
      data-folded={isFolded || undefined}
    >
      <button
        type="button"
        className={`${classes.card} ${graph.beginDrag ? 'nopan' : ''}`}
        data-graph-key={key}
        data-step={step.id}
        aria-pressed={isSelected}
        aria-expanded={isContainer ? !isFolded : undefined}
        tabIndex={graph.tabKey === key ? 0 : -1}
        onPointerDown={(event) => graph.beginDrag?.(event, node)}
        onClick={() => graph.select(key)}
        onDoubleClick={() => graph.activate(key)}
        onContextMenu={(event) => openMenu(event, { x: event.clientX, y: event.clientY })}
        onKeyDown={onKeyDown}
      >
        <StepTile icon={icon} colour={colour} isLarge />
        <span className={classes.words}>
          <span className={classes.title}>{titleOfStep(step)}</span>
          <Pause />
          <span className={classes.detail}>
            <code className={classes.id}>{step.id}</code>
            <Pause />
            <span className={classes.caption}>{decoration.caption ?? (isFolded ? `${word} · ${formatPlural(stepCount, 'step')}` : detailOfStep(step))}</span>
          </span>
        </span>
        <Spoken words={isFolded && decoration.caption ? [formatPlural(stepCount, 'step')] : []} />
        <span className={classes.side}>
          {(decoration.status ?? decoration.badge) && <Pause />}
          {decoration.status && <StepStatusMark status={decoration.status} />}
          {!decoration.status && decoration.badge && <span className={classes.badge}>{decoration.badge}</span>}
          {marks.length > 0 && (
            <span className={classes.marks}>
              {marks.slice(0, 4).map(({ id, label, icon: Mark }) => (
                <span key={id} title={label}>
                  <Mark aria-hidden />
                </span>
              ))}
            </span>
          )}
        </span>
        <Spoken words={marks.map(({ label }) => label)} />
        {decoration.progress && <StepProgress {...decoration.progress} />}
      </button>
      {isContainer && (
        <button
          type="button"
          className={classes.fold}
          tabIndex={-1}
          aria-label={isFolded ? `Unfold ${step.id}` : `Fold ${step.id}`}
          title={isFolded ? 'Unfold (Space)' : 'Fold (Space)'}
          onClick={() => graph.toggleFold(step.id)}
        >
          {isFolded ? <IconChevronRight aria-hidden /> : <IconChevronDown aria-hidden />}
        </button>
      )}
    </div>
  );
}

/** Keeps what stands apart on a card apart when it is read out as well: the name of a step is everything that is seen of it. */
export const Pause = (): ReactNode => <span className="visually-hidden">, </span>;

/** What a card shows as an icon, in words for those who cannot see it. */
export const Spoken = ({ words }: { words: readonly string[] }): ReactNode => (
  <span className="visually-hidden">{words.map((word) => `, ${word}`).join('')}</span>
);
