import type { ReactNode } from 'react';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { formatCount } from '../ui/format.ts';
import type { UsageSum } from './usage-sums.ts';
import classes from './Usage.module.css';

/** Props of {@link UsageTable}. */
export type UsageTableProps = { label: string; sums: readonly UsageSum[]; name: (key: string) => ReactNode };

/** Who or what used up how much, with its share of all. */
export function UsageTable({ label, sums, name }: UsageTableProps): ReactNode {
  const hasCost = sums.some(({ cost }) => cost > 0);
  const valueOf = ({ cost, tokens }: UsageSum): number => (hasCost ? cost : tokens);
  const all = sums.reduce((sum, one) => sum + valueOf(one), 0);
  return (
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{label === 'By agent' ? 'Agent' : 'Person'}</th>
            <th scope="col">Runs</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={sum.key}>
              <th scope="row">
                {name(sum.key)}
                <span aria-hidden className={classes.share} style={{ width: `${all === 0 ? 0 : (valueOf(sum) / all) * 100}%` }} />
              </th>
              <td>{formatCount(sum.runs)}</td>
              <td>{formatCount(sum.tokens)}</td>
              <td>{costInWords(sum.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
