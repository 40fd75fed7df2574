import { Inject, Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { slackRunEndedTask } from '../queue/task-names.ts';
import { argumentsOf } from './core/argument-schema.ts';
import { actions, linkButton, section } from './core/blocks.ts';
import { usageOf, type ParsedCommand } from './core/parse-command.ts';
import { clip, escapeText } from './core/slack-text.ts';
import { missingSecrets, problemsOf, type UsableBinding } from './slack-bindings.ts';
import { SlackClients } from './slack-clients.ts';
import { formOf } from './slack-command-view.ts';
import { SlackForms } from './slack-forms.service.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackRuns, type Origin } from './slack-runs.service.ts';
import { SlackTargets } from './slack-targets.ts';

/** What somebody asked for, and by what right a form may be opened. */
export type Asked = {
  install: SlackInstallEntity;
  auth: Auth;
  binding: UsableBinding;
  origin: Origin;
  triggerId: string | null;
  /** The same for the same request, however often it comes. */ key: string;
};

/** From what was asked to a run: arguments that are complete run at once, others open a form. */
@Injectable()
export class SlackStarts {
  constructor(
    private readonly targets: SlackTargets,
    private readonly runs: SlackRuns,
    private readonly forms: SlackForms,
    private readonly clients: SlackClients,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Runs what was read of a text, or asks for what is missing. */
  async ask(asked: Asked, parsed: ParsedCommand): Promise<void> {
    const { command, schema } = asked.binding;
    if (parsed.isHelp) return this.explain(asked, null);
    const secrets = missingSecrets(asked.binding);
    if (secrets.length > 0) return this.explain(asked, `${secrets.join(', ')} must be given, and secrets are not typed into Slack. Run it on its page.`);
    const problems = [...parsed.problems, ...(parsed.problems.length > 0 ? [] : problemsOf(schema, { ...parsed.args, ...command.args }))];
    if (problems.length === 0 && command.form === 'when_needed') return this.run(asked, parsed.args);
    if (asked.triggerId !== null) return this.forms.open({ ...asked, triggerId: asked.triggerId }, parsed.args, problems);
    return this.explain(asked, problems.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`.trim()).join('\n'));
  }

  /** Runs with these arguments and the fixed ones, as the person who asked. */
  async run({ install, auth, binding, origin, key }: Asked, given: JsonObject): Promise<void> {
    const { command, schema } = binding;
    const jobId = await this.targets.run(
      auth,
      { kind: command.runnableKind, path: command.runnablePath },
      { ...given, ...command.args },
      {
        triggerKind: 'slack',
        triggerPath: command.path,
        watcher: slackRunEndedTask,
        idempotency_key: `slack:${key}`,
        plainArguments: plainOf(schema, given),
      },
    );
    const title = command.trigger === 'command' ? command.name : command.summary || command.runnablePath;
    await this.runs.follow(
      install,
      auth,
      { jobId, title: clip(`${title}${shownArgs(command.textArgument, schema, given)}`, 300), isPrivate: command.answer === 'private', isConversation: false },
      origin,
    );
  }

  /** How it is used, and what was wrong. */
  async explain({ install, binding, origin, auth }: Pick<Asked, 'install' | 'binding' | 'origin' | 'auth'>, problem: string | null): Promise<void> {
    const { command, schema } = binding;
    const page = { script: 'scripts', flow: 'flows', agent: 'agents' }[command.runnableKind];
    const usage = command.trigger === 'command' ? usageOf(command.name, formOf(command, schema)) : '';
    const lines = [
      problem === null ? (command.summary === '' ? null : `*${escapeText(command.summary)}*`) : `:warning: ${escapeText(problem)}`,
      usage === '' ? null : `Use it as \`${escapeText(usage)}\``,
      ...argumentsOf(schema, Object.keys(command.args))
        .filter(({ isSecret }) => !isSecret)
        .map(({ name, schema: own, kind }) => `• \`${escapeText(name)}\` ${kind}${own.description ? `: ${escapeText(clip(own.description, 200))}` : ''}`),
    ];
    const url = `${baseUrl(this.config)}/w/${auth.workspaceId}/${page}/${command.runnablePath}`;
    const text = lines.filter((line) => line !== null).join('\n');
    await this.say(install, origin, { text: problem ?? usage, blocks: [section(clip(text, 2900)), actions('explain', [linkButton('Open its page', url)])] });
  }

  /** Tells one person something, where nobody else sees it. */
  async say(install: SlackInstallEntity, origin: Origin, { text, blocks }: { text: string; blocks?: JsonObject[] }): Promise<void> {
    const message = { text: text === '' ? 'Millrace' : text, ...(blocks ? { blocks } : {}) };
    if (origin.responseUrl !== null)
      return this.clients.respond(install, origin.responseUrl, { response_type: 'ephemeral', replace_original: false, ...message });
    const isDirect = origin.channel.startsWith('D') || origin.channel.startsWith('U');
    const thread = origin.threadTs === null ? {} : { thread_ts: origin.threadTs };
    if (isDirect) await this.clients.call(install, 'chat.postMessage', { channel: origin.channel, ...thread, ...message });
    else await this.clients.call(install, 'chat.postEphemeral', { channel: origin.channel, user: origin.slackUserId, ...thread, ...message });
  }
}

/** Texts from Slack stay what they are: `$var:` in a sentence is no variable. Only what must be an object may be a reference. */
function plainOf(schema: JsonObject, given: JsonObject): string[] {
  const kinds = new Map(argumentsOf(schema).map(({ name, kind }) => [name, kind]));
  return Object.keys(given).filter((name) => kinds.get(name) !== 'json');
}

function shownArgs(textArgument: string | null, schema: JsonObject, given: JsonObject): string {
  if (textArgument !== null && typeof given[textArgument] === 'string') return ` ${given[textArgument]}`;
  const shown = argumentsOf(schema).filter(({ name, isSecret }) => !isSecret && given[name] !== undefined);
  return shown.map(({ name }) => ` ${name}=${typeof given[name] === 'string' ? given[name] : JSON.stringify(given[name])}`).join('');
}
