import type { ReactNode } from 'react';
import { scoreText, type Verdict } from './evaluation-words.ts';
import classes from './ScoreBar.module.css';

/** Props of {@link ScoreBar}. `threshold` is marked on the bar. */
export type ScoreBarProps = { score: number | null; threshold?: number | null; tone?: Verdict['tone']; size?: 'small' | 'large' };

/** A score from 0 to 1 as a number with a bar; a dash where nothing was measured. */
export function ScoreBar({ score, threshold = null, tone = 'neutral', size = 'small' }: ScoreBarProps): ReactNode {
  if (score === null) return <span className={classes.none}>–</span>;
  return (
    <span className={classes.score} data-tone={tone} data-size={size}>
      <span className={classes.number}>{scoreText(score)}</span>
      <span className={classes.bar} aria-hidden>
        <span className={classes.fill} style={{ width: `${score * 100}%` }} />
        {threshold !== null && <span className={classes.mark} style={{ insetInlineStart: `${threshold * 100}%` }} />}
      </span>
    </span>
  );
}
