import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../_shared/Icon.tsx';
import type { ComponentProps } from '../view.ts';
import type { stepper } from './definition.ts';
import classes from './stepper.module.css';
import { useSteps } from './useSteps.ts';

/** A wizard. Each step is checked before the next one opens; values of earlier steps stay. */
export function StepperView(view: ComponentProps<typeof stepper>): ReactNode {
  const { props, slot, isEditing } = view;
  const { steps, index, current, isDone, isFinishing, open, next, back } = useSteps(view);
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef(current?.key);
  useEffect(() => {
    // After a step is turned the focus goes along, so that the keyboard and screen readers go on where the page does.
    if (shown.current !== current?.key && !isEditing) content.current?.focus({ preventScroll: true });
    shown.current = current?.key;
  }, [current?.key, isEditing]);
  if (!current) return <p className={classes.empty}>No steps</p>;
  const isLast = index === steps.length - 1;
  return (
    <div className={classes.frame}>
      <ol className={classes.steps} aria-label={props.label}>
        {steps.map((step, place) => {
          const state = place < index || isDone ? 'done' : place === index ? 'current' : 'ahead';
          const canOpen = (props.can_jump && place < index) || (isEditing && place !== index);
          return (
            <li key={step.key} className={classes.item} data-state={state} aria-current={place === index ? 'step' : undefined}>
              {canOpen ? (
                <button type="button" className={classes.step} disabled={props.disabled} onClick={() => void open(step)}>
                  <StepWords step={step} place={place} isDone={state === 'done'} />
                </button>
              ) : (
                <span className={classes.step}>
                  <StepWords step={step} place={place} isDone={state === 'done'} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <div ref={content} className={classes.content} role="group" aria-label={current.title} tabIndex={-1}>
        {slot(current.key)}
      </div>
      {props.has_buttons && (
        <div className={classes.buttons}>
          <Button disabled={index === 0 || props.disabled || isFinishing} onClick={isEditing ? undefined : () => void back()}>
            {props.back_text}
          </Button>
          <Button variant="filled" disabled={props.disabled} loading={isFinishing || props.loading} onClick={isEditing ? undefined : () => void next()}>
            {isLast ? props.finish_text : props.next_text}
          </Button>
        </div>
      )}
    </div>
  );
}

type WordsProps = { step: { title: string; description?: string | undefined }; place: number; isDone: boolean };

function StepWords({ step, place, isDone }: WordsProps): ReactNode {
  return (
    <>
      <span className={classes.mark} aria-hidden>
        {isDone ? <Icon name="check" /> : place + 1}
      </span>
      <span className={classes.words}>
        <span className={classes.title}>
          {step.title}
          {isDone && <span className="visually-hidden">, done</span>}
        </span>
        {step.description !== undefined && <span className={classes.description}>{step.description}</span>}
      </span>
    </>
  );
}
