import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { ApprovalDecisions } from '../approvals/approval-decisions.service.ts';
import { ApprovalInbox } from '../approvals/approval-inbox.service.ts';
import type { Approval, DecideApproval } from '../approvals/approvals.contract.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { SchemaProblem } from '../schema/validator.ts';
import { commentBlock, commentInput } from './core/approval-card.ts';
import { argumentsOf } from './core/argument-schema.ts';
import { argsOfForm, formBlocks, formErrors, modalView, type FormState } from './core/form-blocks.ts';
import { SlackCards } from './slack-cards.service.ts';
import { SlackClients } from './slack-clients.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackCardEntity, SlackModalEntity } from './slack-work.entity.ts';

/** A button of a card that somebody pressed. `hash`: of what was shown, where that was not the card itself. */
export type CardClick = { cardId: string; hash?: string | undefined; vote: 'approve' | 'reject'; slackUserId: string; triggerId: string; key: string };

type DecisionFormState = { request_id: string; vote: 'approve' | 'reject'; hash: string; schema: JsonObject };

export const decisionCallback = 'decision_form';

/** Decides what cards ask, through the same service as the inbox and as the person who pressed: Slack says who that is, and nothing about what they may. */
@Injectable()
export class SlackDecisions {
  constructor(
    private readonly database: Database,
    private readonly decisions: ApprovalDecisions,
    private readonly inbox: ApprovalInbox,
    private readonly cards: SlackCards,
    private readonly clients: SlackClients,
  ) {}

  /** Decides at once, or asks for what goes with the decision. What is refused is thrown, in words for the person. */
  async click(install: SlackInstallEntity, auth: Auth, click: CardClick): Promise<void> {
    requireAccess(auth, 'approvals:decide');
    const card = isId(click.cardId) ? await this.database.manager.findOneBy(SlackCardEntity, { id: click.cardId, installId: install.id }) : null;
    if (!card) throw new AppError('approval/not_found', 'This card is not known any more. Open the inbox instead.');
    try {
      const approval = await this.inbox.get(auth, card.requestId);
      const hash = click.hash ?? card.hash;
      if (needsForm(approval, click.vote)) return await this.openForm(install, approval, hash, click);
      const decision = { vote: click.vote, comment: '', values: {}, expected_hash: hash, idempotency_key: `slack:${click.key}` };
      await this.decide(install, auth, card.requestId, decision);
    } finally {
      // Also after a refusal: somebody else may have decided, and the card does not show it yet.
      await this.cards.refresh({ id: card.requestId });
    }
  }

  /** Decides what was sent in a form. Gives the answer to Slack: errors at their fields, or that the form closes. */
  async submit(install: SlackInstallEntity, auth: Auth, slackUserId: string, modalId: string, values: FormState): Promise<JsonObject> {
    requireAccess(auth, 'approvals:decide');
    const modal = isId(modalId)
      ? await this.database.manager.findOneBy(SlackModalEntity, { id: modalId, installId: install.id, slackUserId, kind: 'decision' })
      : null;
    if (!modal) throw new AppError('request/not_found', 'This form is not known any more. Close it and press the button again.');
    if (modal.submittedAt !== null) return { response_action: 'clear' };
    const { request_id: requestId, vote, hash, schema } = modal.state as DecisionFormState;
    const { args, problems } = argsOfForm(schema, values, []);
    const comment = values[commentBlock]?.['value']?.value ?? '';
    if (problems.length > 0) return { response_action: 'errors', errors: formErrors(schema, problems, []) };
    try {
      await this.decide(install, auth, requestId, { vote, comment, values: args, expected_hash: hash, idempotency_key: `slack:form:${modalId}` });
    } catch (error) {
      const errors = errorsOf(schema, error);
      if (errors === null) throw error;
      return { response_action: 'errors', errors };
    }
    await this.database.manager.update(SlackModalEntity, { id: modalId }, { submittedAt: new Date() });
    await this.cards.refresh({ id: requestId });
    return { response_action: 'clear' };
  }

  private decide(install: SlackInstallEntity, auth: Auth, requestId: string, decision: DecideApproval): Promise<void> {
    return this.decisions.decide(auth, requestId, decision, install.kind === 'simulator' ? 'slack_simulator' : 'slack');
  }

  private async openForm(install: SlackInstallEntity, approval: Approval, hash: string, { vote, slackUserId, triggerId }: CardClick): Promise<void> {
    if (!approval.viewer.can_act) throw new AppError('approval/not_allowed', approval.viewer.reason);
    const secret = argumentsOf(approval.form[vote] ?? {}).find(({ isSecret, isRequired }) => isSecret && isRequired);
    if (secret)
      throw new AppError(
        'approval/not_allowed',
        `This decision asks for a secret (${secret.label}), and secrets are not typed into Slack. Decide in the inbox.`,
      );
    const state: DecisionFormState = { request_id: approval.id, vote, hash, schema: approval.form[vote] ?? {} };
    const id = newId();
    await this.database.manager.insert(SlackModalEntity, { id, installId: install.id, slackUserId, kind: 'decision', state } as object);
    const isRequired = vote === 'reject' && approval.is_comment_required_on_reject;
    const blocks = [...formBlocks(state.schema, {}, [], 90), commentInput(isRequired)];
    const submit = vote === 'approve' ? 'Approve' : 'Reject';
    await this.clients.call(install, 'views.open', { trigger_id: triggerId, view: modalView(id, decisionCallback, { title: approval.title, submit }, blocks) });
  }
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const needsForm = ({ form, is_comment_required_on_reject: needsComment }: Approval, vote: 'approve' | 'reject'): boolean =>
  Object.keys((form[vote]?.['properties'] ?? {}) as object).length > 0 || (vote === 'reject' && needsComment);

/** Errors at their fields; `null` for those that belong to none. */
function errorsOf(schema: JsonObject, error: unknown): Record<string, string> | null {
  if (!isAppError(error)) return null;
  if (error.code === 'approval/comment_required') return { [commentBlock]: error.message };
  const problems = error.details['problems'];
  if (error.code !== 'approval/form_invalid' || !Array.isArray(problems)) return null;
  const own = (problems as SchemaProblem[]).map(({ pointer, message }) => ({ pointer: pointer.replace(/^\/values/, ''), message }));
  const errors = formErrors(schema, own, []);
  return Object.keys(errors).length > 0 ? errors : null;
}
