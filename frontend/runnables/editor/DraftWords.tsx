import type { ReactNode } from 'react';
import type { DraftControl } from '../../ui/useDraft.ts';
import { RelativeTime } from '../../ui/Values.tsx';
import classes from './DraftWords.module.css';

/** Props of {@link DraftWords}. */
export type DraftWordsProps = { version: number; isChanged: boolean; draft: Pick<DraftControl<never>, 'saving'> };

/** How far what is edited is from what runs, and whether it is safe. */
export function DraftWords({ version, isChanged, draft }: DraftWordsProps): ReactNode {
  const { state, savedAt } = draft.saving;
  if (state === 'failed')
    return (
      <span className={classes.failed} role="alert">
        The draft could not be saved; it is tried again.
      </span>
    );
  if (!isChanged) return <span>{version === 0 ? 'New, not deployed' : `Version ${version}, as deployed`}</span>;
  return (
    <span role="status">
      <span className={classes.dot} aria-hidden />
      {version === 0 ? 'New draft' : `Draft on version ${version}`}
      {state === 'saved' ? (
        savedAt ? (
          <>
            , saved <RelativeTime at={savedAt} />
          </>
        ) : (
          ', saved'
        )
      ) : (
        ', saving…'
      )}
    </span>
  );
}
