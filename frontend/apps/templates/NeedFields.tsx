import type { ReactNode } from 'react';
import type { TemplateNeed } from '../../../backend/app-templates/app-templates.contract.ts';
import { needKey, type Picks } from '../../../backend/app-templates/core/needs.ts';
import { RunnableField } from '../../runnables/RunnableField.tsx';
import classes from './NeedFields.module.css';

const calls: readonly TemplateNeed['kind'][] = ['script', 'flow'];
const agents: readonly TemplateNeed['kind'][] = ['agent'];

type Props = { needs: readonly TemplateNeed[]; picks: Picks; onChange: (picks: Picks) => void };

/** Picks what a template runs where this workspace does not have it. What is left open is set in the builder. */
export function NeedFields({ needs, picks, onChange }: Props): ReactNode {
  const set = (need: TemplateNeed, target: Picks[string]): void => {
    const { [needKey(need)]: _before, ...others } = picks;
    onChange(target.path === '' ? others : { ...others, [needKey(need)]: target });
  };
  return (
    <div className={classes.needs}>
      <p className={classes.words}>
        This workspace does not have everything that the template runs. Pick something of yours now, or leave it open: the builder then says what is missing.
      </p>
      {needs.map((need) => {
        const { kind, uses, arguments: names } = need;
        const kinds = kind === 'agent' ? agents : calls;
        return (
          <RunnableField
            key={needKey(need)}
            label={uses.join(', ')}
            description={names.length > 0 ? `It is given ${names.join(', ')}` : 'It is given nothing'}
            kinds={kinds}
            value={picks[needKey(need)] ?? { kind, path: '' }}
            onChange={(target) => set(need, target)}
            isClearable
          />
        );
      })}
    </div>
  );
}
