import type { ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { ArgumentsView } from '../runs/ArgumentsView.tsx';
import { effectOf } from './approval-words.ts';
import { PreviewView } from './PreviewView.tsx';
import classes from './WhatHappens.module.css';

/** What an approval sets going: in a sentence, with the preview of the step and the arguments. */
export function WhatHappens({ workspace, approval }: { workspace: string; approval: Approval }): ReactNode {
  const { args, args_schema: schema, preview, labels } = approval;
  const hasArguments = Object.keys(args).length > 0;
  const tags = Object.entries(labels);
  const isOpen = approval.status === 'open';
  if (!isOpen && !hasArguments && preview === null && tags.length === 0) return null;
  return (
    <section className={classes.section} aria-label="What will happen">
      <h3 className={classes.title}>{isOpen ? 'When it is approved' : 'What it was about'}</h3>
      {isOpen && <p className={classes.effect}>{effectOf(approval)}</p>}
      {preview !== null && <PreviewView preview={preview} name={`preview-${approval.id.slice(-8)}`} />}
      {hasArguments && (
        <div className={classes.arguments}>
          <ArgumentsView workspace={workspace} args={args} schema={schema} />
        </div>
      )}
      {tags.length > 0 && (
        <ul className={classes.labels} aria-label="Labels">
          {tags.map(([name, value]) => (
            <li key={name}>
              {name}: {value}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
