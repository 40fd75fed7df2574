import { Button, NumberInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { DraftEvaluationBar } from '../../../evaluations/DraftEvaluationBar.tsx';
import { useAgentForm } from '../agent-form.ts';
import { freeCaseId, newCase } from '../evaluation-edit.ts';
import { CaseCard } from './CaseCard.tsx';
import classes from './Parts.module.css';
import { ScorersFields } from './ScorersFields.tsx';

/** Questions with what a good answer has: whether another version is better or worse can then be measured. */
export function EvaluationPart(): ReactNode {
  const { value, set, errorAt } = useAgentForm();
  const { cases, threshold } = value.evaluation;
  const [open, setOpen] = useState<number | null>(null);
  const add = (): void => {
    set(['evaluation', 'cases'], [...cases, newCase(freeCaseId(cases))]);
    setOpen(cases.length);
  };
  return (
    <div className={classes.part}>
      <DraftEvaluationBar />
      <section className={classes.group}>
        <div>
          <h2 className={classes.heading}>Cases</h2>
          <p className={classes.quiet}>Questions with what a good answer has. “Add to the evaluation set” below an answer in the chat makes one too.</p>
        </div>
        {cases.length > 0 && (
          <ul className={classes.cards} aria-label="Cases">
            {cases.map((one, index) => (
              <li key={index}>
                <CaseCard index={index} value={one} isOpen={open === index} onToggle={() => setOpen(open === index ? null : index)} />
              </li>
            ))}
          </ul>
        )}
        <div>
          <Button size="xs" leftSection={<IconPlus />} disabled={cases.length >= 1000} onClick={add}>
            Add case
          </Button>
        </div>
      </section>
      <ScorersFields />
      <section className={classes.group}>
        <NumberInput
          label="Passes from"
          description="0 to 1, the mean of all scores. A deploy with a lower score is refused. Empty: never."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={threshold ?? ''}
          min={0}
          max={1}
          step={0.05}
          onChange={(next) => set(['evaluation', 'threshold'], typeof next === 'number' ? next : null)}
          error={errorAt('/value/evaluation/threshold')}
          maw={260}
        />
      </section>
    </div>
  );
}
