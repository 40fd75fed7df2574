import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { lookOfStep, titleOfStep } from '../../graph/step-looks.ts';
import { StepTile } from '../../graph/StepTile.tsx';
import { idsOf, problemOfId } from '../document/step-ids.ts';
import classes from './Panel.module.css';
import { useStep } from './step-context.ts';

/** Title and id of a step, both to be changed in place. */
export function PanelHead({ actions }: { actions: ReactNode }): ReactNode {
  const { step, set } = useStep();
  const { icon, colour } = lookOfStep(step);
  return (
    <header className={classes.head}>
      <StepTile icon={icon} colour={colour} isLarge />
      <div className={classes.names}>
        <TextInput
          variant="unstyled"
          classNames={{ input: classes.title }}
          aria-label="Summary"
          placeholder={titleOfStep({ ...step, summary: '' })}
          value={step.summary ?? ''}
          maxLength={300}
          onChange={(event) => set(['summary'], event.currentTarget.value || undefined)}
          autoComplete="off"
        />
        <IdField />
      </div>
      <div className={classes.actions}>{actions}</div>
    </header>
  );
}

/** The id changes when the field is left, and with it every expression that reads the result. */
function IdField(): ReactNode {
  const { step, editor } = useStep();
  const [text, setText] = useState(step.id);
  const isFixed = step.id === 'failure' || step.id === 'preprocessor';
  const problem = text === step.id ? null : problemOfId(text, idsOf(editor.document.value));
  const finish = (): void => {
    if (text === step.id) return;
    if (problem === null) editor.run({ do: 'rename_step', step: step.id, to: text });
    else setText(step.id);
  };
  if (isFixed) return <code className={classes.fixedId}>{step.id}</code>;
  return (
    <TextInput
      variant="unstyled"
      classNames={{ input: classes.id, error: classes.idProblem }}
      aria-label="Id of the step"
      title="Expressions read the result as results.<id>"
      value={text}
      onChange={(event) => setText(event.currentTarget.value.trim())}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(step.id);
      }}
      error={problem}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
