import { Button } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { candidatesOf } from './approval-words.ts';
import { FieldsDiff } from './PreviewView.tsx';
import type { SeenChange } from './inbox-rows.ts';
import classes from './ChangedNotice.module.css';

function stageWords(stage: number, stages: Approval['stages']): string {
  const now = stages[stage];
  const name = now && now.name !== '' ? `stage ${stage + 1}, ${now.name}` : `stage ${stage + 1}`;
  return `The stage before was passed. It is in ${name} now${now ? `, which ${candidatesOf(now)} decide` : ''}.`;
}

/** A request is another one than what was read: says what differs, and asks to look again before anything is decided. */
export function ChangedNotice({ change, stages, onAccept }: { change: SeenChange; stages: Approval['stages']; onAccept: () => void }): ReactNode {
  return (
    <section className={classes.notice} role="alert" aria-label="This request changed">
      <IconRefreshAlert aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.title}>This request changed while you had it open</p>
        <p>Nothing was decided. Look at what is different; your decision will be about what is shown now.</p>
        {change.stage !== null && <p>{stageWords(change.stage, stages)}</p>}
        {change.target.length > 0 && <FieldsDiff fields={change.target} label="What runs" />}
        {change.args.length > 0 && <FieldsDiff fields={change.args} label="Arguments" />}
        {change.isPreviewChanged && <p>The preview changed as well.</p>}
        <Button size="xs" onClick={onAccept} className={classes.button}>
          I have seen it
        </Button>
      </div>
    </section>
  );
}
