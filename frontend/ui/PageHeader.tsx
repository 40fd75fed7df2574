import { useEffect, type ReactNode } from 'react';
import { create } from 'zustand';
import classes from './PageHeader.module.css';

/** How much waits for the person, in front of every title. */
const useTitleStore = create<{ waiting: number }>(() => ({ waiting: 0 }));

/** Shows how much waits for the person in the title of the browser's tab, whatever page is open. */
export function useTitleBadge(waiting: number): void {
  useEffect(() => {
    useTitleStore.setState({ waiting });
    return () => useTitleStore.setState({ waiting: 0 });
  }, [waiting]);
}

/** Sets the title of the browser's tab while a page is open: what it shows first, the product last. */
export function usePageTitle(title: string): void {
  const waiting = useTitleStore((store) => store.waiting);
  useEffect(() => {
    const words = title === '' ? 'Millrace' : `${title} · Millrace`;
    document.title = waiting > 0 ? `(${waiting}) ${words}` : words;
  }, [title, waiting]);
}

/** Props of {@link PageHeader}. */
export type PageHeaderProps = {
  /** The one heading of the page. */
  title: ReactNode;
  /** Title of the browser tab, when `title` is not plain text. */
  documentTitle?: string;
  /** In front of the title: a kind or language icon. */
  icon?: ReactNode;
  /** Beside the title: a status, a star. */
  badge?: ReactNode;
  /** One line under the title. */
  description?: ReactNode;
  /** Buttons at the right; the primary one last. */
  actions?: ReactNode;
  /** Under everything: tabs, filters. */
  children?: ReactNode;
};

/** The head of a page: what it is, what one can do, and (through `children`) which part of it is shown. */
export function PageHeader({ title, documentTitle, icon, badge, description, actions, children }: PageHeaderProps): ReactNode {
  usePageTitle(documentTitle ?? (typeof title === 'string' ? title : ''));
  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <div className={classes.words}>
          <div className={classes.line}>
            {icon && <span className={classes.icon}>{icon}</span>}
            <h1 className={classes.title}>{title}</h1>
            {badge && <span className={classes.badge}>{badge}</span>}
          </div>
          {description && <p className={classes.description}>{description}</p>}
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </div>
      {children && <div className={classes.children}>{children}</div>}
    </header>
  );
}
