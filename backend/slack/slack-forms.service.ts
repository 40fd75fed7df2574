import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import type { SchemaProblem } from '../schema/validator.ts';
import { actions, button, context, section } from './core/blocks.ts';
import { argsOfForm, formBlocks, formErrors, modalView, type FormState } from './core/form-blocks.ts';
import { escapeText } from './core/slack-text.ts';
import { problemsOf, SlackBindings, type UsableBinding } from './slack-bindings.ts';
import { SlackCallError } from './slack-call-error.ts';
import { SlackClients } from './slack-clients.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import type { Origin } from './slack-runs.service.ts';
import { SlackModalEntity } from './slack-work.entity.ts';

/** A form for a run, as it is kept: Slack is given its id and nothing else. */
type RunFormState = {
  command_path: string;
  schema: JsonObject;
  fixed: string[];
  given: JsonObject;
  channel: string;
  thread_ts: string | null;
  response_url: string | null;
};

/** Where a form shall be opened, and for what. */
export type FormRequest = { install: SlackInstallEntity; auth: Auth; binding: UsableBinding; origin: Origin; triggerId: string };

/** A form that was sent, with arguments that fit. */
export type SubmittedForm = { modalId: string; binding: UsableBinding; args: JsonObject; origin: Origin };

export const runCallback = 'run_form';
export const openFormAction = 'open_form';

/** A form of Slack lasts as long as it is open there; that is a day at most. */
const gone = 'This form is not known any more. Close it and begin again.';

/** Forms in Slack for the arguments of runnables, made of the same schema as all forms. */
@Injectable()
export class SlackForms {
  constructor(
    private readonly database: Database,
    private readonly clients: SlackClients,
    private readonly installs: SlackInstalls,
    private readonly bindings: SlackBindings,
  ) {}

  /** Opens a form with what is known. Where the click that it was for is too old, a button is offered that makes a new one. */
  async open({ install, binding, origin, triggerId }: FormRequest, given: JsonObject, problems: readonly SchemaProblem[]): Promise<void> {
    const { command, schema } = binding;
    const fixed = Object.keys(command.args);
    const state: RunFormState = {
      command_path: command.path,
      schema,
      fixed,
      given,
      channel: origin.channel,
      thread_ts: origin.threadTs,
      response_url: await this.installs.sealUrl(install, origin.responseUrl),
    };
    const id = newId();
    await this.database.manager.insert(SlackModalEntity, { id, installId: install.id, slackUserId: origin.slackUserId, kind: 'run', state } as object);
    await this.show(install, id, state, { triggerId, problems, title: titleOf(binding) });
  }

  /** Opens a form again that could not be opened before, with a new click. */
  async reopen(install: SlackInstallEntity, auth: Auth, slackUserId: string, modalId: string, triggerId: string): Promise<void> {
    const modal = await this.find(install, slackUserId, modalId);
    if (modal.submittedAt !== null) throw new AppError('request/not_found', gone);
    const state = modal.state as RunFormState;
    const binding = await this.bindings.at(auth, state.command_path);
    await this.show(install, modal.id, state, { triggerId, problems: [], title: titleOf(binding) });
  }

  /** Reads what was sent; one that is sent twice runs once, by its id. Gives errors by block, for Slack to show in the form, where something does not fit. */
  async submit(
    install: SlackInstallEntity,
    auth: Auth,
    slackUserId: string,
    modalId: string,
    values: FormState,
  ): Promise<SubmittedForm | { errors: Record<string, string> }> {
    const modal = await this.find(install, slackUserId, modalId);
    const state = modal.state as RunFormState;
    const binding = await this.bindings.at(auth, state.command_path);
    const { args, problems } = argsOfForm(state.schema, values, state.fixed);
    // What the form did not show, such as an argument past its room, keeps what was typed.
    const all = { ...keptOf(state, values), ...args };
    // As it is now: what runs may have been changed while the form was open.
    const found = problems.length > 0 ? problems : problemsOf(binding.schema, { ...all, ...binding.command.args });
    if (found.length > 0) return { errors: errorsOf(state, found) };
    const responseUrl = await this.installs.openUrl(install, state.response_url);
    return { modalId, binding, args: all, origin: { slackUserId, channel: state.channel, threadTs: state.thread_ts, responseUrl } };
  }

  private async show(
    install: SlackInstallEntity,
    id: string,
    { schema, fixed, given, response_url: sealed }: RunFormState,
    { triggerId, problems, title }: { triggerId: string; problems: readonly SchemaProblem[]; title: string },
  ): Promise<void> {
    const notes = problems.map(({ pointer, message }) => `:warning: ${pointer === '' ? '' : `*${escapeText(pointer.slice(1))}* `}${escapeText(message)}`);
    const missing = problems.every(({ message }) => message === 'is required');
    const intro = notes.length > 0 && !missing ? [context(notes.slice(0, 10).join('\n'))] : [];
    const fields = formBlocks(schema, given, fixed, 95);
    const blocks = [...intro, ...(fields.length > 0 ? fields : [section(`Run *${escapeText(title)}*?`)])];
    try {
      const { view } = (await this.clients.call(install, 'views.open', {
        trigger_id: triggerId,
        view: modalView(id, runCallback, { title, submit: 'Run' }, blocks),
      })) as {
        view?: { id?: string };
      };
      await this.database.manager.update(SlackModalEntity, { id }, { viewId: view?.id ?? null });
    } catch (error) {
      const isLate = error instanceof SlackCallError && /trigger/.test(error.slackCode);
      const responseUrl = await this.installs.openUrl(install, sealed);
      if (!isLate || responseUrl === null) throw error;
      const offer = [section(`*${escapeText(title)}* needs more to run.`), actions('open_form', [button('Open the form', openFormAction, id, 'primary')])];
      await this.clients.respond(install, responseUrl, { response_type: 'ephemeral', replace_original: false, text: 'Open the form', blocks: offer });
    }
  }

  private async find(install: SlackInstallEntity, slackUserId: string, id: string): Promise<SlackModalEntity> {
    const isId = /^[0-9a-f-]{36}$/.test(id);
    const modal = isId ? await this.database.manager.findOneBy(SlackModalEntity, { id, installId: install.id, slackUserId, kind: 'run' }) : null;
    if (!modal) throw new AppError('request/not_found', gone);
    return modal;
  }
}

const titleOf = ({ command }: UsableBinding): string => (command.trigger === 'command' ? command.name : command.summary || command.name);

function keptOf({ schema, given, fixed }: RunFormState, values: FormState): JsonObject {
  const shown = new Set(Object.keys(values));
  const properties = Object.keys((schema['properties'] ?? {}) as JsonObject);
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => properties.includes(name) && !fixed.includes(name) && !shown.has(`arg.${name}`.slice(0, 255))),
  );
}

/** Every problem has a place in the form; one of a form without fields has none, and ends it. */
function errorsOf({ schema, fixed }: RunFormState, problems: readonly SchemaProblem[]): Record<string, string> {
  const errors = formErrors(schema, problems, fixed);
  if (Object.keys(errors).length > 0) return errors;
  const [first] = problems;
  throw new AppError('job/args_invalid', `${first?.pointer ?? ''} ${first?.message ?? ''}`.trim());
}
