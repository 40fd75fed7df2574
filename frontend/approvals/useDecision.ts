import { useEffect, useRef, useState } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { useSchemaForm, type SchemaFormState } from '../schema-form/useSchemaForm.ts';
import { draftOf, newIdempotencyKey, useDrafts } from './drafts.ts';

/** What is about to be decided; null while nothing was chosen. */
export type Outcome = 'approve' | 'reject' | null;

/** What a decision is about, wherever it is made: in the inbox or by a link. */
export type Decidable = Pick<Approval, 'form' | 'is_comment_required_on_reject' | 'hash'>;

/** Sends a decision and gives what the request is after it. */
export type SendDecision = (input: {
  vote: 'approve' | 'reject';
  comment: string;
  values: Record<string, unknown>;
  expected_hash: string;
  idempotency_key: string;
}) => Promise<void>;

/** State of a decision; {@link useDecision}. */
export type Decision = {
  outcome: Outcome;
  choose: (outcome: Outcome) => void;
  comment: string;
  setComment: (comment: string) => void;
  commentError: string | undefined;
  /** The form of the outcome; of approving while nothing was chosen. */
  form: SchemaFormState;
  hasForm: boolean;
  isBusy: boolean;
  error: unknown;
  send: (vote: 'approve' | 'reject') => void;
};

const commentNeeded = 'Say why it is rejected: the author of this request asks for a reason';

/**
 * A decision while it is made: the outcome, the comment and the values of the form of that outcome. It is about the request
 * as it was seen (its hash); a send that is repeated after a lost answer counts once.
 */
export function useDecision(id: string, seen: Decidable, submit: SendDecision, onChanged: () => Promise<unknown>): Decision {
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [comment, setCommentState] = useState(() => draftOf(id).comment);
  const [commentError, setCommentError] = useState<string>();
  const key = useRef({ of: '', key: '' });
  const { change, forget } = useDrafts.getState();
  const perform = async (vote: 'approve' | 'reject', values: Record<string, unknown>): Promise<void> => {
    const body = { vote, comment, values, expected_hash: seen.hash };
    const of = JSON.stringify(body);
    if (key.current.of !== of) key.current = { of, key: newIdempotencyKey() };
    try {
      await submit({ ...body, idempotency_key: key.current.key });
      forget(id);
      setCommentState('');
      setOutcome(null);
    } catch (failure) {
      if (isApiError(failure) && failure.status === 409) await onChanged();
      throw failure;
    }
  };
  const approve = useSchemaForm({
    schema: seen.form.approve ?? {},
    given: draftOf(id).approve,
    serverPrefix: '/values',
    submit: (values) => perform('approve', values),
  });
  const reject = useSchemaForm({
    schema: seen.form.reject ?? {},
    given: draftOf(id).reject,
    serverPrefix: '/values',
    submit: (values) => perform('reject', values),
  });
  useEffect(() => {
    if (approve.isChanged) change(id, { approve: approve.value });
    if (reject.isChanged) change(id, { reject: reject.value });
  }, [id, change, approve.isChanged, approve.value, reject.isChanged, reject.value]);
  const form = outcome === 'reject' ? reject : approve;
  const send = (vote: 'approve' | 'reject'): void => {
    if (vote === 'reject' && seen.is_comment_required_on_reject && comment.trim() === '') return setCommentError(commentNeeded);
    setCommentError(undefined);
    if (vote !== outcome) setOutcome(vote);
    (vote === 'reject' ? reject : approve).onSubmit();
  };
  return {
    outcome,
    choose: (next) => {
      setCommentError(undefined);
      setOutcome(next);
    },
    comment,
    setComment: (next) => {
      setCommentState(next);
      setCommentError(undefined);
      change(id, { comment: next });
    },
    commentError,
    form,
    hasForm: (outcome === 'reject' ? seen.form.reject : seen.form.approve) !== null,
    isBusy: approve.isBusy || reject.isBusy,
    error: form.error,
    send,
  };
}
