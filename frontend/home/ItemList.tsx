import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { KindIcon, LanguageIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { hrefOfItem } from './home-items.ts';
import type { HomeItem } from './home.api.ts';
import classes from './ItemList.module.css';

/** Things as rows: kind, summary with the path under it, and when. */
export function ItemList({ items, label, isCompact = false }: { items: readonly HomeItem[]; label: string; isCompact?: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  return (
    <ul className={classes.list} aria-label={label}>
      {items.map((item) => (
        <li key={`${item.kind}:${item.path}`}>
          <Link to={hrefOfItem(workspace, item.kind, item.path)} className={classes.row}>
            <KindIcon kind={item.kind} variant="tile" />
            <span className={classes.words}>
              <span className={classes.summary}>{item.summary || item.path}</span>
              {item.summary && <PathText path={item.path} />}
            </span>
            {!isCompact && item.language && (
              <span className={classes.language}>
                <LanguageIcon language={item.language} withName />
              </span>
            )}
            {!isCompact && (
              <span className={classes.time}>
                <RelativeTime at={item.at} />
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
