import { Button, NumberInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { DraftEvaluationBar } from '../../../evaluations/DraftEvaluationBar.tsx';
import { useAgentForm } from '../agent-form.ts';
import { expectedText, freeCaseId, newCase } from '../evaluation-edit.ts';
import { CaseFields } from './CaseFields.tsx';
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
          <div className={classes.scroll} role="region" aria-label="Cases" tabIndex={0}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">Case</th>
                  <th scope="col">Question</th>
                  <th scope="col">Expected</th>
                  <th scope="col">Tools</th>
                  <th scope="col">
                    <span className="visually-hidden">Edit</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {cases.map((one, index) => (
                  <tr key={index}>
                    <td className={classes.path}>{one.id}</td>
                    <td>{typeof one.input['message'] === 'string' ? one.input['message'] : JSON.stringify(one.input)}</td>
                    <td>{expectedText(one.expected).slice(0, 160)}</td>
                    <td>{one.tools?.map(({ name }) => name).join(', ') ?? 'any'}</td>
                    <td>
                      <Button size="xs" variant="subtle" aria-expanded={open === index} onClick={() => setOpen(open === index ? null : index)}>
                        {open === index ? 'Close' : 'Edit'}
                        <span className="visually-hidden"> {one.id}</span>
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {open !== null && cases[open] && <CaseFields key={open} index={open} value={cases[open]} onRemoved={() => setOpen(null)} />}
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
