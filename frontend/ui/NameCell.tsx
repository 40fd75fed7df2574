import type { ReactNode } from 'react';
import { nameOfActor } from '../runs/run-words.ts';
import { splitPath } from './item-path.ts';
import classes from './NameCell.module.css';
import { PathText } from './PathField.tsx';
import { RelativeTime } from './Values.tsx';

/** Props of {@link NameCell}. */
export type NameCellProps = {
  path: string;
  /** A tile at the left: the kind or the language. */
  icon?: ReactNode;
  /** What it is called; without one it goes by its name in the path. */
  summary?: string;
  /** Things that are known by their path: it stands first, a description under it. */
  description?: string;
  /** Small words after the name: "draft". */
  marks?: readonly string[];
  badge?: ReactNode;
  /** What a narrow list shows in place of the path. */
  narrow?: ReactNode;
};

/** The first column of every list: icon, name, and where it lies. */
export function NameCell({ path, icon, summary, description, marks = [], badge, narrow }: NameCellProps): ReactNode {
  const where = (
    <span className={classes.path} data-yields={narrow !== undefined || undefined}>
      <PathText path={path} />
    </span>
  );
  return (
    <span className={classes.name}>
      {icon}
      <span className={classes.words}>
        {summary === undefined ? (
          <>
            {where}
            {description && <span className={classes.description}>{description}</span>}
          </>
        ) : (
          <>
            <span className={classes.title}>
              <span className="truncate">{summary || splitPath(path).name}</span>
              {marks.map((mark) => (
                <span key={mark} className={classes.mark}>
                  {mark}
                </span>
              ))}
              {badge}
            </span>
            {where}
            {narrow !== undefined && <span className={classes.narrow}>{narrow}</span>}
          </>
        )}
      </span>
    </span>
  );
}

/** When something was changed last, and by whom where that is told. */
export function EditedCell({ at, by }: { at: string; by?: string }): ReactNode {
  return (
    <span className={classes.quiet}>
      <RelativeTime at={at} />
      {by !== undefined && <> by {nameOfActor(by)}</>}
    </span>
  );
}
