import type { FormEvent, KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { useShortcut } from '../ui/shortcuts.ts';
import type { OpenedRequest } from './useRequest.ts';

/** Ids of what keys lead to. */
export const decisionIds = { form: 'approval-decision', comment: 'approval-comment', confirm: 'approval-confirm', title: 'approval-title' } as const;

/** Makes a change that a key asked for, and gives the focus to where it leads before the next key comes, however fast that is. */
function focusAfter(change: () => void, find: () => HTMLElement | null | undefined): void {
  flushSync(change);
  find()?.focus();
}

const byId = (id: string): HTMLElement | null => document.getElementById(id);

const fields = ['input', 'textarea', 'select', '[tabindex="0"]'].map((field) => `fieldset ${field}`).join(', ');
const firstField = (): HTMLElement | null | undefined => byId(decisionIds.form)?.querySelector<HTMLElement>(fields);

const group = 'Approvals';

/** Keys of a request: `a` and `r` choose and ask once more, so that a slip of a finger decides nothing; `c` comments, `e` claims. */
export function useDecisionKeys({ approval, decision, claim, canDecide, change }: OpenedRequest): void {
  const isEnabled = canDecide && change === null;
  const choose = (outcome: 'approve' | 'reject', otherwise: string) => (): void =>
    focusAfter(
      () => decision.choose(outcome),
      () => firstField() ?? byId(otherwise),
    );
  useShortcut('a', 'Approve', choose('approve', decisionIds.confirm), { group, isEnabled });
  useShortcut('r', 'Reject', choose('reject', decisionIds.comment), { group, isEnabled: isEnabled && !approval.is_reject_hidden });
  useShortcut('c', 'Comment', () => byId(decisionIds.comment)?.focus(), { group });
  useShortcut('e', claim.can === 'release' ? 'Release' : 'Claim', claim.perform, { group, isEnabled: claim.can !== null });
}

/** What the form around a request does with Enter and Escape. Events of dialogs come up to it through React, and are none of its own. */
export function decisionHandlers({ approval, decision, comment, canDecide, change }: OpenedRequest): {
  onSubmit: (event: FormEvent) => void;
  onKeyDown: (event: KeyboardEvent<HTMLFormElement>) => void;
} {
  const isReady = canDecide && change === null;
  // Out of the comment too: single keys mean nothing while one writes, so without a way back they would be lost after the first comment.
  const escape = (event: KeyboardEvent): void => {
    const isWriting = event.target === byId(decisionIds.comment);
    if (decision.outcome === null && !isWriting) return;
    event.stopPropagation();
    focusAfter(
      () => {
        if (decision.outcome !== null) decision.choose(null);
      },
      () => byId(decisionIds.title),
    );
  };
  return {
    onSubmit: (event) => {
      event.preventDefault();
      if (event.target !== event.currentTarget || !isReady) return;
      if (decision.outcome === null && approval.risk === 'high') decision.choose('approve');
      else decision.send(decision.outcome ?? 'approve');
    },
    onKeyDown: (event) => {
      if (!event.currentTarget.contains(event.target as Node)) return;
      if (event.key === 'Escape') escape(event);
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      if (decision.outcome !== null && isReady) decision.send(decision.outcome);
      else if (decision.comment.trim() !== '') comment.send();
    },
  };
}
