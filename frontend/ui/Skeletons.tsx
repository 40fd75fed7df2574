import { Skeleton } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './Skeletons.module.css';
import { useDelayed } from './useDelayed.ts';

/** Shows a skeleton only when loading takes longer than one notices; before that the space is empty but reserved. */
function Delayed({ children, label = 'Loading' }: { children: ReactNode; label?: string }): ReactNode {
  const isShown = useDelayed(true);
  return (
    <div role="status" aria-label={label} className={classes.delayed} data-shown={isShown || undefined}>
      {children}
    </div>
  );
}

const widthOf = (index: number): string => `${[62, 48, 71, 55, 66, 43][index % 6]}%`;

/** Rows of a list that is being read. */
export function SkeletonRows({ count = 8 }: { count?: number }): ReactNode {
  return (
    <Delayed>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton width={18} height={18} radius="xs" />
          <Skeleton width={widthOf(index)} height={10} radius="xs" />
          <Skeleton width={90} height={10} radius="xs" />
        </div>
      ))}
    </Delayed>
  );
}

/** Lines of text that are being read. */
export function SkeletonText({ lines = 3 }: { lines?: number }): ReactNode {
  return (
    <Delayed>
      <div className={classes.text}>
        {Array.from({ length: lines }, (_, index) => (
          <Skeleton key={index} width={widthOf(index + 2)} height={10} radius="xs" />
        ))}
      </div>
    </Delayed>
  );
}

/** A form that is being read. */
export function SkeletonForm({ fields = 3 }: { fields?: number }): ReactNode {
  return (
    <Delayed>
      <div className={classes.form}>
        {Array.from({ length: fields }, (_, index) => (
          <div key={index} className={classes.field}>
            <Skeleton width={96} height={10} radius="xs" />
            <Skeleton height={32} radius="sm" />
          </div>
        ))}
      </div>
    </Delayed>
  );
}

/** A block of a known size: a chart, an editor, a panel. */
export function SkeletonBlock({ height }: { height: CSSProperties['height'] }): ReactNode {
  return (
    <Delayed>
      <Skeleton height={height} radius="lg" />
    </Delayed>
  );
}

/** A whole page whose code or data is on the way. */
export function SkeletonPage(): ReactNode {
  return (
    <Delayed label="Loading the page">
      <div className={classes.page}>
        <Skeleton width={220} height={20} radius="xs" />
        <Skeleton width={340} height={10} radius="xs" />
        <div>
          {Array.from({ length: 8 }, (_, index) => (
            <div key={index} className={classes.row}>
              <Skeleton width={18} height={18} radius="xs" />
              <Skeleton width={widthOf(index)} height={10} radius="xs" />
            </div>
          ))}
        </div>
      </div>
    </Delayed>
  );
}
