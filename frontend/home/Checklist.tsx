import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { Section } from '../ui/Page.tsx';
import classes from './Checklist.module.css';
import { describeStep } from './home-items.ts';
import type { ChecklistStep } from './home.api.ts';

/** The first steps in a new workspace: they tick themselves off, and the list goes when all are done. */
export function Checklist({ steps }: { steps: readonly ChecklistStep[] }): ReactNode {
  const { id: workspace, isAdmin } = useWorkspace();
  const shown = steps.filter((step) => step.id !== 'invite_member' || isAdmin);
  const done = shown.filter((step) => step.is_done).length;
  return (
    <Section
      title="First steps"
      actions={
        <span className={classes.progress}>
          {done} of {shown.length}
        </span>
      }
    >
      <ol className={classes.list}>
        {shown.map((step) => {
          const { title, why, href } = describeStep(step.id, workspace);
          return (
            <li key={step.id}>
              <Link to={href} className={classes.step} data-done={step.is_done || undefined}>
                <span className={classes.tick}>{step.is_done && <IconCheck aria-hidden />}</span>
                <span className={classes.words}>
                  <span className={classes.title}>
                    {title}
                    {step.is_done && <span className="visually-hidden"> (done)</span>}
                  </span>
                  <span className={classes.why}>{why}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
