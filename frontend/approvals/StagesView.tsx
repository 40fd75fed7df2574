import { IconCircle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { RelativeTime } from '../ui/Values.tsx';
import { candidatesOf, nameOfPerson, quorumOf } from './approval-words.ts';
import classes from './StagesView.module.css';

type Stage = Approval['stages'][number];

const looks = {
  pending: { word: 'Comes later', icon: IconCircleDashed },
  open: { word: 'Open', icon: IconCircle },
  passed: { word: 'Passed', icon: IconCircleCheck },
  rejected: { word: 'Rejected', icon: IconCircleX },
} as const;

/** Who has to approve, in which order, and who has. */
export function StagesView({ stages }: { stages: readonly Stage[] }): ReactNode {
  return (
    <ol className={classes.stages} aria-label="Stages of the approval">
      {stages.map((stage, index) => (
        <StageItem key={index} stage={stage} number={stages.length > 1 ? index + 1 : null} />
      ))}
    </ol>
  );
}

function StageItem({ stage, number }: { stage: Stage; number: number | null }): ReactNode {
  const { word, icon: Glyph } = looks[stage.status];
  const approvals = stage.votes.filter((vote) => vote.vote === 'approve').length;
  const name = stage.name || (number === null ? '' : `Stage ${number}`);
  return (
    <li className={classes.stage} data-status={stage.status}>
      <Glyph aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <p className={classes.line}>
          {name !== '' && <span className={classes.name}>{name}</span>}
          <span>
            {approvals} of {stage.needed} approved
          </span>
          <span className={classes.progress} aria-hidden>
            {Array.from({ length: Math.min(stage.needed, 12) }, (_, index) => (
              <span key={index} className={classes.mark} data-done={index < approvals || undefined} />
            ))}
          </span>
          <span className="visually-hidden">{word}</span>
        </p>
        <p className={classes.who}>
          {quorumOf(stage)}: {candidatesOf(stage)}
          {stage.is_distinct && ', nobody who approved before'}
        </p>
        {stage.votes.length > 0 && (
          <ul className={classes.votes}>
            {stage.votes.map((vote) => (
              <li key={vote.by} className={classes.vote} data-vote={vote.vote}>
                {vote.vote === 'approve' ? <IconCircleCheck aria-hidden /> : <IconCircleX aria-hidden />}
                <span>
                  {nameOfPerson(vote.by)} {vote.vote === 'approve' ? 'approved' : 'rejected'}
                  {vote.on_behalf_of !== null && ` for ${nameOfPerson(vote.on_behalf_of)}`}
                </span>
                <RelativeTime at={vote.at} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
