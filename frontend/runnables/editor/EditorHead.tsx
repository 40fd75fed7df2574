import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';
import { splitPath } from '../../ui/item-path.ts';
import { usePageTitle } from '../../ui/PageHeader.tsx';
import { PathText } from '../../ui/PathField.tsx';
import { pages, type RunnableKind } from '../runnable.ts';
import { DraftWords, type DraftWordsProps } from './DraftWords.tsx';
import classes from './EditorHead.module.css';

/** Props of {@link EditorHead}. */
export type EditorHeadProps = {
  workspace: string;
  kind: RunnableKind;
  path: string;
  summary: string;
  icon: ReactNode;
  state: DraftWordsProps;
  /** What the arrow back says. */
  backLabel: string;
  /** Between the words and the buttons. */
  tools?: ReactNode;
  /** The buttons. */
  children: ReactNode;
};

/** The head of an editor: what is edited, how far it is from what runs, and what one can do with it. */
export function EditorHead({ workspace, kind, path, summary, icon, state, backLabel, tools, children }: EditorHeadProps): ReactNode {
  const navigate = useNavigate();
  const { name } = splitPath(path);
  usePageTitle(`Edit ${summary || name}`);
  return (
    <header className={classes.header}>
      {state.version > 0 && (
        <IconButton label={backLabel} icon={<IconArrowLeft />} onClick={() => void navigate({ to: pages[kind].one, params: { workspace, _splat: path } })} />
      )}
      <div className={classes.words}>
        <h1 className={classes.title}>
          {icon}
          <span className="truncate">{summary || name}</span>
        </h1>
        <p className={classes.facts}>
          <PathText path={path} />
          <DraftWords {...state} />
        </p>
      </div>
      {tools && <div className={classes.tools}>{tools}</div>}
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
