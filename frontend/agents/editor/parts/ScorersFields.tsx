import { Button, Menu, Switch, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Scorer } from '../../../../backend/agents/agent.contract.ts';
import { JsonObjectText } from '../../../flows/editor/schema/JsonObjectText.tsx';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAgentForm } from '../agent-form.ts';
import { scorerKinds } from '../evaluation-edit.ts';
import { ModelFields } from './ModelFields.tsx';
import classes from './Parts.module.css';

/** How answers are judged: each scorer gives a number from 0 to 1. */
export function ScorersFields(): ReactNode {
  const { value, set } = useAgentForm();
  const { scorers } = value.evaluation;
  return (
    <section className={classes.group}>
      <div>
        <h2 className={classes.heading}>Scorers</h2>
        <p className={classes.quiet}>Each judges every answer with a number from 0 to 1.</p>
      </div>
      <div className={classes.cards}>
        {scorers.map((scorer, index) => (
          <ScorerCard key={index} scorer={scorer} index={index} />
        ))}
      </div>
      <div>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="xs" leftSection={<IconPlus />} disabled={scorers.length >= 10}>
              Add scorer
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {scorerKinds.map(({ kind, label, hint, make }) => (
              <Menu.Item key={kind} onClick={() => set(['evaluation', 'scorers'], [...scorers, make()])}>
                {label} <span className={classes.quiet}>{hint}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </section>
  );
}

function ScorerCard({ scorer, index }: { scorer: Scorer; index: number }): ReactNode {
  const { value, set } = useAgentForm();
  const look = scorerKinds.find(({ kind }) => kind === scorer.kind);
  const hasFields = scorer.kind !== 'exact' && scorer.kind !== 'tools';
  return (
    <div className={classes.card}>
      <div className={classes.cardHead}>
        <span className={classes.cardWords}>
          <span className={classes.cardTitle}>{look?.label}</span> <span className={classes.cardFacts}>{look?.hint}</span>
        </span>
        <IconButton
          label={`Remove scorer ${index + 1}`}
          icon={<IconTrash />}
          variant="subtle"
          onClick={() =>
            set(
              ['evaluation', 'scorers'],
              value.evaluation.scorers.filter((_, other) => other !== index),
            )
          }
        />
      </div>
      {hasFields && (
        <div className={classes.cardBody}>
          <ScorerFields scorer={scorer} index={index} />
        </div>
      )}
    </div>
  );
}

function ScorerFields({ scorer, index }: { scorer: Scorer; index: number }): ReactNode {
  const { set, errorAt } = useAgentForm();
  const pointer = `/value/evaluation/scorers/${index}`;
  const put = (key: string, next: unknown): void => set(['evaluation', 'scorers', index, key], next);
  switch (scorer.kind) {
    case 'contains':
      return (
        <Switch
          label="Large and small letters count"
          checked={scorer.is_case_sensitive}
          onChange={({ currentTarget }) => put('is_case_sensitive', currentTarget.checked)}
        />
      );
    case 'schema':
      return <JsonObjectText label="Schema" schema={scorer.schema} onChange={(schema) => put('schema', schema)} minHeight={120} />;
    case 'runnable':
      return (
        <RunnableField
          label="Script"
          description="Gets case, output and messages; gives score and maybe reason."
          kinds={['script'] as const}
          value={{ kind: 'script', path: scorer.path }}
          onChange={({ path }) => put('path', path)}
          error={errorAt(`${pointer}/path`)}
        />
      );
    case 'judge':
      return (
        <>
          <ModelFields label="Asked through" value={scorer.model} onChange={(model) => put('model', model)} pointer={`${pointer}/model`} />
          <Textarea
            label="Rubric"
            value={scorer.rubric}
            onChange={({ currentTarget }) => put('rubric', currentTarget.value)}
            error={errorAt(`${pointer}/rubric`)}
            autosize
            minRows={3}
            maxRows={12}
            placeholder="1 when the answer names the carrier and the day; 0 when it guesses."
          />
        </>
      );
    default:
      return null;
  }
}
