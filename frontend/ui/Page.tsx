import type { ReactNode } from 'react';
import classes from './Page.module.css';

/** Props of {@link Page}. */
export type PageProps = {
  /** The {@link PageHeader}. */
  header: ReactNode;
  children: ReactNode;
  /** `fill`: the content takes the height that is left and scrolls inside itself (lists, editors). `flow`: the page scrolls. */
  layout?: 'flow' | 'fill';
  /** Narrow pages (forms, settings) keep lines readable. */
  width?: 'wide' | 'narrow';
  /** No padding around the content: for panes that reach the edges. */
  isFlush?: boolean;
};

/** The frame of every page below the top bar. */
export function Page({ header, children, layout = 'flow', width = 'wide', isFlush = false }: PageProps): ReactNode {
  return (
    <div className={classes.page} data-layout={layout} data-width={width}>
      {header}
      <div className={classes.content} data-flush={isFlush || undefined}>
        {children}
      </div>
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  description,
  actions,
  children,
  id,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
}): ReactNode {
  return (
    <section className={classes.section} id={id}>
      <div className={classes.sectionHead}>
        <div className={classes.sectionWords}>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {description && <p className={classes.sectionDescription}>{description}</p>}
        </div>
        {actions && <div className={classes.sectionActions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** A bordered box: the only kind of card there is. */
export function Card({ children, isFlush = false, className }: { children: ReactNode; isFlush?: boolean; className?: string }): ReactNode {
  return (
    <div className={`${classes.card} ${className ?? ''}`} data-flush={isFlush || undefined}>
      {children}
    </div>
  );
}
