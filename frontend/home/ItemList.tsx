import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { lookOfKind, lookOfLanguage } from '../theme/kinds.ts';
import { KindIcon, LanguageIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { hrefOfItem } from './home-items.ts';
import type { HomeItem } from './home.api.ts';
import rows from '../ui/rows.module.css';
import classes from './ItemList.module.css';

/** How things are listed: `isCompact` leaves out what stands at the right; `withWords` says there what kind of thing each is, for who cannot know the icons. */
type Props = { items: readonly HomeItem[]; label: string; isCompact?: boolean; withWords?: boolean };

/** Things as rows: kind, summary with the path under it, and when. */
export function ItemList({ items, label, isCompact = false, withWords = false }: Props): ReactNode {
  const { id: workspace } = useWorkspace();
  return (
    <ul className={rows.list} aria-label={label}>
      {items.map((item) => (
        <li key={`${item.kind}:${item.path}`}>
          <Link to={hrefOfItem(workspace, item.kind, item.path)} className={rows.row}>
            <KindIcon kind={item.kind} variant="tile" />
            <span className={rows.words}>
              <span className={rows.title}>{item.summary || item.path}</span>
              {item.summary && <PathText path={item.path} />}
            </span>
            {withWords && <span className={classes.language}>{wordOf(item)}</span>}
            {!isCompact && !withWords && item.language && (
              <span className={classes.language}>
                <LanguageIcon language={item.language} withName />
              </span>
            )}
            {!isCompact && !withWords && (
              <span className={rows.when}>
                <RelativeTime at={item.at} />
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const wordOf = ({ kind, language }: HomeItem): string => (language ? `${lookOfLanguage(language).word} script` : lookOfKind(kind).word);
