import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** Labels with their values in a box, one under the other; `none` where there are no facts. */
export function Facts({ facts, none }: { facts: readonly { readonly label: string; readonly value: ReactNode }[]; none: string }): ReactNode {
  if (facts.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
