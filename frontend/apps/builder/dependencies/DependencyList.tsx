import type { ReactNode } from 'react';
import type { DependencyViewProps } from './DependenciesDock.tsx';
import { PartIcon } from './PartIcon.tsx';
import type { Dependency } from './dependency-graph.ts';
import classes from './Dependencies.module.css';

/** What follows from what in words: each part, with all that it follows from and why. */
export function DependencyList({ graph, selected, onSelect }: DependencyViewProps): ReactNode {
  const parts = graph.parts.toSorted((left, right) => left.id.localeCompare(right.id));
  return (
    <ul className={classes.list} aria-label="What follows from what">
      {parts.map((part) => {
        const reasons = graph.dependencies.filter(({ to }) => to === part.key);
        return (
          <li key={part.key} className={classes.item} data-selected={part.key === selected}>
            <button type="button" className={classes.name} aria-pressed={part.key === selected} onClick={() => onSelect(part)}>
              <PartIcon part={part} /> {part.id}
            </button>
            {reasons.length === 0 ? <span className={classes.words}>follows from nothing</span> : <Reasons dependencies={reasons} />}
          </li>
        );
      })}
    </ul>
  );
}

function Reasons({ dependencies }: { dependencies: readonly Dependency[] }): ReactNode {
  return (
    <ul className={classes.reasons}>
      {dependencies.flatMap(({ kind, isCircle, reasons }) =>
        reasons.map((reason) => (
          <li key={`${kind} ${reason}`} data-kind={isCircle ? 'circle' : kind}>
            {reason}
            {isCircle && ', in a circle'}
          </li>
        )),
      )}
    </ul>
  );
}
