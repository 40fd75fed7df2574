import type { ReactNode } from 'react';
import classes from './OverlayPanel.module.css';

type OverlayPanelProps = { title: string; width: number | string; kind: string; body: ReactNode; footer: ReactNode | null };

/** A modal or drawer as it lies open in the builder, where nothing opens it: its width, its title and its places. */
export function OverlayPanel({ title, width, kind, body, footer }: OverlayPanelProps): ReactNode {
  return (
    <section className={classes.panel} style={{ maxWidth: width }} aria-label={title === '' ? kind : title}>
      <header className={classes.head}>
        <span className={classes.title}>{title === '' ? 'Without a title' : title}</span>
        <span className={classes.kind}>{kind}</span>
      </header>
      <div className={classes.body}>{body}</div>
      {footer && <footer className={classes.footer}>{footer}</footer>}
    </section>
  );
}
