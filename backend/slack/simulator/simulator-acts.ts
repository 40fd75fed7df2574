import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../common/json.ts';
import type { SlackInstallEntity } from '../slack-install.entity.ts';
import { newTs, simulatorHost } from './simulator-api.ts';
import { SimulatorRequests, type IntakeAnswer } from './simulator-requests.ts';
import { SimulatorStore, type KeptView } from './simulator-store.ts';
import { directChannelOf, homeOf, simulatorChannels } from './simulator-people.ts';
import type { SimulatedAct, SimulatedAnswer, SimulatedPerson } from './simulator.contract.ts';

/** Slack's own is three seconds; whoever tries something out on a busy machine gets more. */
const triggerMs = 30_000;
const responseMs = 30 * 60_000;

const taken: SimulatedAnswer = { errors: {}, problem: null };

type Act<Type extends SimulatedAct['type']> = Extract<SimulatedAct, { type: Type }>;
type View = { callback_id?: string; private_metadata?: string; blocks?: { type: string; block_id?: string; optional?: boolean }[] };

/** What a person does in our own Slack, told to the product as Slack tells it. */
@Injectable()
export class SimulatorActs {
  constructor(
    private readonly store: SimulatorStore,
    private readonly requests: SimulatorRequests,
  ) {}

  async perform(install: SlackInstallEntity, person: SimulatedPerson, act: SimulatedAct): Promise<SimulatedAnswer> {
    await this.store.prune(install.id);
    switch (act.type) {
      case 'say':
        return act.text.startsWith('/') ? this.command(install, person, act) : this.say(install, person, act);
      case 'click':
        return this.click(install, person, act);
      case 'shortcut':
        return this.shortcut(install, person, act);
      case 'message_shortcut':
        return this.messageShortcut(install, person, act);
      case 'submit':
        return this.submit(install, person, act);
      case 'open_home':
        return this.openHome(install, person);
      case 'press_home':
        return this.pressHome(install, person, act);
      case 'close':
        await this.store.remove(install.id, 'view', act.view_id);
        return taken;
    }
  }

  private async command(install: SlackInstallEntity, person: SimulatedPerson, { channel, text }: Act<'say'>): Promise<SimulatedAnswer> {
    const [, command = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const answer = await this.requests.command(install, {
      command,
      text: rest,
      user_id: person.slack_user_id,
      user_name: person.username,
      channel_id: channel,
      channel_name: simulatorChannels.find(({ id }) => id === channel)?.name ?? 'directmessage',
      response_url: await this.responseUrl(install, person, channel, null),
      trigger_id: await this.trigger(install, person),
    });
    return this.answered(answer, `${command} was not taken`);
  }

  private async say(install: SlackInstallEntity, person: SimulatedPerson, { channel, text, thread_ts: threadTs }: Act<'say'>): Promise<SimulatedAnswer> {
    const ts = newTs();
    const message = { channel, ts, thread_ts: threadTs, author: person.slack_user_id, text, blocks: [], seen_by: null, is_edited: false };
    await this.store.put(install.id, 'message', `${channel} ${ts}`, message);
    const isDirect = channel.startsWith('D');
    if (!isDirect && !/@millrace\b/i.test(text)) return taken;
    const written = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/@millrace\b/gi, `<@${install.botUserId}>`);
    const thread = threadTs === null ? {} : { thread_ts: threadTs };
    const event = {
      user: person.slack_user_id,
      text: written,
      ts,
      channel,
      ...thread,
      ...(isDirect ? { type: 'message', channel_type: 'im' } : { type: 'app_mention' }),
    };
    return this.answered(await this.requests.event(install, newEventId(), event), 'The message was not taken');
  }

  private async click(
    install: SlackInstallEntity,
    person: SimulatedPerson,
    { channel, ts, block_id, action_id, value }: Act<'click'>,
  ): Promise<SimulatedAnswer> {
    const message = await this.store.get(install.id, 'message', `${channel} ${ts}`);
    const answer = await this.requests.interaction(install, {
      type: 'block_actions',
      user: this.user(person),
      trigger_id: await this.trigger(install, person),
      response_url: await this.responseUrl(install, person, channel, ts),
      channel: { id: channel },
      message: { ts, ...(message?.thread_ts ? { thread_ts: message.thread_ts } : {}) },
      actions: [{ type: 'button', block_id, action_id, value, action_ts: newTs() }],
    });
    return this.answered(answer, 'The click was not taken');
  }

  private async openHome(install: SlackInstallEntity, person: SimulatedPerson): Promise<SimulatedAnswer> {
    const event = { type: 'app_home_opened', user: person.slack_user_id, channel: directChannelOf(person.slack_user_id), tab: 'home', event_ts: newTs() };
    return this.answered(await this.requests.event(install, newEventId(), event), 'The tab was not taken');
  }

  private async pressHome(install: SlackInstallEntity, person: SimulatedPerson, { block_id, action_id, value }: Act<'press_home'>): Promise<SimulatedAnswer> {
    const answer = await this.requests.interaction(install, {
      type: 'block_actions',
      user: this.user(person),
      trigger_id: await this.trigger(install, person),
      view: { id: homeOf(person.slack_user_id), type: 'home' },
      actions: [{ type: 'button', block_id, action_id, value, action_ts: newTs() }],
    });
    return this.answered(answer, 'The click was not taken');
  }

  private async shortcut(install: SlackInstallEntity, person: SimulatedPerson, { name }: Act<'shortcut'>): Promise<SimulatedAnswer> {
    const answer = await this.requests.interaction(install, {
      type: 'shortcut',
      user: this.user(person),
      callback_id: name,
      trigger_id: await this.trigger(install, person),
      action_ts: newTs(),
    });
    return this.answered(answer, 'The shortcut was not taken');
  }

  private async messageShortcut(
    install: SlackInstallEntity,
    person: SimulatedPerson,
    { name, channel, ts }: Act<'message_shortcut'>,
  ): Promise<SimulatedAnswer> {
    const message = await this.store.get(install.id, 'message', `${channel} ${ts}`);
    const answer = await this.requests.interaction(install, {
      type: 'message_action',
      user: this.user(person),
      callback_id: name,
      trigger_id: await this.trigger(install, person),
      response_url: await this.responseUrl(install, person, channel, null),
      channel: { id: channel },
      message: { ts, text: message?.text ?? '', ...(message?.thread_ts ? { thread_ts: message.thread_ts } : {}) },
    });
    return this.answered(answer, 'The shortcut was not taken');
  }

  /** What is required is missed by Slack itself, before anybody is asked. */
  private async submit(install: SlackInstallEntity, person: SimulatedPerson, { view_id: id, values }: Act<'submit'>): Promise<SimulatedAnswer> {
    const kept = await this.store.get(install.id, 'view', id);
    if (!kept || kept.user !== person.slack_user_id) return { errors: {}, problem: 'This form is not open any more.' };
    const view = kept.view as View;
    const missed = (view.blocks ?? []).filter((block) => block.type === 'input' && block.optional !== true && isEmpty(values[block.block_id ?? '']));
    if (missed.length > 0)
      return { errors: Object.fromEntries(missed.map((block) => [block.block_id ?? '', 'Please complete this required field.'])), problem: null };
    const answer = await this.requests.interaction(install, {
      type: 'view_submission',
      user: this.user(person),
      trigger_id: await this.trigger(install, person),
      view: { id, type: 'modal', callback_id: view.callback_id ?? '', private_metadata: view.private_metadata ?? '', hash: kept.hash, state: { values } },
    });
    return this.submitted(install, kept, answer);
  }

  private async submitted(install: SlackInstallEntity, kept: KeptView, answer: IntakeAnswer): Promise<SimulatedAnswer> {
    const { response_action: action, errors, view } = answer.body as { response_action?: string; errors?: Record<string, string>; view?: JsonObject };
    if (answer.status !== 200) return { errors: {}, problem: 'We had some trouble connecting. Try again?' };
    if (action === 'errors') return { errors: errors ?? {}, problem: null };
    if (action === 'update' && view) await this.store.put(install.id, 'view', kept.id, { ...kept, view });
    else await this.store.remove(install.id, 'view', kept.id);
    return taken;
  }

  private answered({ status }: IntakeAnswer, problem: string): SimulatedAnswer {
    return status === 200 ? taken : { errors: {}, problem: `${problem} (${status}).` };
  }

  private user({ slack_user_id: id, username }: SimulatedPerson): JsonObject {
    return { id, username };
  }

  private async trigger(install: SlackInstallEntity, person: SimulatedPerson): Promise<string> {
    const id = `${Date.now()}.${randomBytes(6).toString('hex')}`;
    await this.store.put(install.id, 'trigger', id, { user: person.slack_user_id, until: Date.now() + triggerMs, is_used: false });
    return id;
  }

  private async responseUrl(install: SlackInstallEntity, person: SimulatedPerson, channel: string, ts: string | null): Promise<string> {
    const key = randomBytes(12).toString('hex');
    await this.store.put(install.id, 'response', key, { user: person.slack_user_id, channel, uses: 0, until: Date.now() + responseMs, ts });
    return `${simulatorHost}${key}`;
  }
}

const newEventId = (): string => `Ev${randomBytes(6).toString('hex').toUpperCase()}`;

function isEmpty(values: Readonly<Record<string, JsonObject>> | undefined): boolean {
  const [given] = Object.values(values ?? {});
  return (
    given === undefined ||
    Object.entries(given).every(([name, value]) => name === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0))
  );
}
