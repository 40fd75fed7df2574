import type { ReactNode } from 'react';
import type { ComponentProps } from '../view.ts';
import type { jsonView } from './definition.ts';
import classes from './json-view.module.css';

/** Any data as a tree. */
export function JsonViewView({ props, host }: ComponentProps<typeof jsonView>): ReactNode {
  const { JsonTree } = host.parts;
  return (
    <div className={classes.frame}>
      {props.value === undefined || props.value === null ? (
        <p className={classes.empty}>{props.empty_text}</p>
      ) : (
        <JsonTree value={props.value} label={props.label} maxHeight={props.max_height} />
      )}
    </div>
  );
}
