import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { SchemaForm } from '../schema-form/SchemaForm.tsx';
import { FormSummary } from '../ui/FormParts.tsx';
import type { Decidable, Decision } from './useDecision.ts';
import classes from './DecisionFields.module.css';

/** Props of {@link DecisionFields}. */
export type DecisionFieldsProps = { decision: Decision; seen: Decidable; canDecide: boolean; commentId: string; isCommentAlone?: boolean };

/** What is asked along with a decision: the form of the outcome, and the comment. */
export function DecisionFields({ decision, seen, canDecide, commentId, isCommentAlone = true }: DecisionFieldsProps): ReactNode {
  const { form, outcome } = decision;
  const isRequired = outcome === 'reject' && seen.is_comment_required_on_reject;
  const hasForm = canDecide && decision.hasForm;
  return (
    <div className={classes.fields}>
      {canDecide && (form.error !== null || form.summary.length > 1) && <FormSummary problems={form.summary} error={form.error} />}
      {hasForm && (
        <fieldset className={classes.form}>
          <legend className={classes.legend}>{outcome === 'reject' ? 'Asked when you reject' : 'Asked when you approve'}</legend>
          <SchemaForm key={outcome === 'reject' ? 'reject' : 'approve'} {...form.form} hasJsonView={false} isDisabled={decision.isBusy} />
        </fieldset>
      )}
      <Textarea
        id={commentId}
        label={outcome === 'reject' ? 'Why it is rejected' : 'Comment'}
        description={isRequired ? undefined : descriptionOf(outcome, canDecide, isCommentAlone)}
        placeholder={outcome === 'reject' ? 'What is wrong, and what would help' : undefined}
        value={decision.comment}
        onChange={(event) => decision.setComment(event.currentTarget.value)}
        error={decision.commentError}
        required={isRequired}
        withAsterisk={false}
        autosize
        minRows={outcome === 'reject' ? 2 : 1}
        maxRows={8}
        maxLength={20_000}
      />
    </div>
  );
}

function descriptionOf(outcome: Decision['outcome'], canDecide: boolean, isCommentAlone: boolean): string {
  if (!canDecide) return 'Everybody who sees this request can read it';
  if (outcome === null && isCommentAlone) return 'Goes with your decision, or alone';
  return 'Goes with your decision; it may stay empty';
}
