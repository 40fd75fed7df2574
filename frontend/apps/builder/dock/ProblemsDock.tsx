import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppProblem } from '../../../../backend/apps/apps.contract.ts';
import { indexOf } from '../../../../backend/apps/core/tree.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import classes from './Dock.module.css';

/** What there is to say about the app; a click leads to the place. */
export function ProblemsDock(): ReactNode {
  const store = useEditorStore();
  const problems = useEditor((editor) => editor.problems);
  if (problems.length === 0) return <EmptyState icon={<IconCircleCheck />} title="Nothing is wrong with this app." />;
  const open = ({ part }: AppProblem): void => {
    const { session, select, selectComponents, show } = store.getState();
    const located = indexOf(session.document).get(part.id);
    if (part.kind === 'component' && located) {
      show({ page: located.page.id });
      selectComponents([part.id]);
    } else if (part.kind === 'action') select({ kind: 'action', id: part.id });
    else if (part.kind === 'page') {
      show({ page: part.id });
      select({ kind: 'page' });
    } else if (part.kind === 'variable') show({ panel: 'values' });
  };
  return (
    <ul className={classes.list}>
      {problems.map((problem) => (
        <li key={`${problem.part.id}${problem.pointer}${problem.code}`}>
          <button type="button" className={classes.row} onClick={() => open(problem)}>
            <span className={classes.icon} data-severity={problem.severity}>
              {problem.severity === 'error' ? <IconAlertTriangle aria-label="Error" /> : <IconInfoCircle aria-label="Warning" />}
            </span>
            <span className={classes.name}>{problem.part.id}</span>
            <span className={classes.words}>{problem.message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
