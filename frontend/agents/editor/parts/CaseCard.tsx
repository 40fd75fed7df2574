import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { EvaluationCase } from '../../../../backend/agents/agent.contract.ts';
import { problemsBelow, useAgentForm } from '../agent-form.ts';
import { caseInWords } from '../evaluation-edit.ts';
import { CaseFields } from './CaseFields.tsx';
import classes from './Parts.module.css';

/** Props of {@link CaseCard}. */
export type CaseCardProps = { index: number; value: EvaluationCase; isOpen: boolean; onToggle: () => void };

/** A case as one line: what is asked, and what a good answer has. It opens to its fields. */
export function CaseCard({ index, value, isOpen, onToggle }: CaseCardProps): ReactNode {
  const { check } = useAgentForm();
  const problems = problemsBelow(check.problems, [`/value/evaluation/cases/${index}`]);
  const { question, expects } = caseInWords(value);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.card} data-problem={problems.some(({ severity }) => severity === 'error') || undefined}>
      <div className={classes.cardHead}>
        <button type="button" className={classes.cardToggle} aria-expanded={isOpen} onClick={onToggle}>
          <span className={classes.cardWords}>
            <span className={classes.cardQuestion}>{question}</span>
            <span className={classes.cardFacts}>
              <code>{value.id}</code> {expects}
            </span>
          </span>
          <Chevron aria-hidden />
        </button>
      </div>
      {isOpen && <CaseFields index={index} value={value} onRemoved={onToggle} />}
    </div>
  );
}
