import type { ReactNode } from 'react';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { formatPlural } from '../ui/format.ts';
import type { UsageSum } from './usage-sums.ts';
import classes from './Usage.module.css';

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const wordsOf = (key: string): string => day.format(new Date(`${key}T00:00:00Z`));

/** A bar for each day: what was paid, or the tokens where nothing was. */
export function UsageDays({ sums }: { sums: readonly UsageSum[] }): ReactNode {
  const hasCost = sums.some(({ cost }) => cost > 0);
  const valueOf = ({ cost, tokens }: UsageSum): number => (hasCost ? cost : tokens);
  const most = Math.max(...sums.map(valueOf), Number.MIN_VALUE);
  const [first, last] = [sums[0], sums.at(-1)];
  return (
    <figure className={classes.days}>
      <ol className={classes.bars} aria-label={hasCost ? 'Cost by day' : 'Tokens by day'}>
        {sums.map((sum) => {
          const words = `${wordsOf(sum.key)}: ${costInWords(sum.cost)}, ${formatPlural(sum.tokens, 'token')}, ${formatPlural(sum.runs, 'run')}`;
          return (
            <li key={sum.key} title={words}>
              <span className="visually-hidden">{words}</span>
              <span aria-hidden className={classes.bar} data-empty={valueOf(sum) === 0 || undefined} style={{ height: `${(valueOf(sum) / most) * 100}%` }} />
            </li>
          );
        })}
      </ol>
      <figcaption className={classes.ends}>
        <span>{first && wordsOf(first.key)}</span>
        <span>{hasCost ? `up to ${costInWords(most)} a day` : `up to ${formatPlural(most, 'token')} a day`}</span>
        <span>{last && wordsOf(last.key)}</span>
      </figcaption>
    </figure>
  );
}
