import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { myLevel } from '../items/my-level.ts';
import { usageOf, type CommandForm } from './core/parse-command.ts';
import type { SlackCommandEntity } from './slack-command.entity.ts';
import type { SlackCommand, SlackCommandDefinition } from './slack.contract.ts';

/** What a binding says, as its file does. */
export function definitionOf(command: SlackCommandEntity): SlackCommandDefinition {
  return {
    summary: command.summary,
    trigger: command.trigger,
    name: command.name,
    target: { kind: command.runnableKind, path: command.runnablePath },
    args: command.args,
    argument_order: command.argumentOrder,
    text_argument: command.textArgument,
    allowed: command.allowed,
    answer: command.answer,
    form: command.form,
    enabled: command.isEnabled,
  };
}

/** How the text after a command is read. */
export const formOf = (command: SlackCommandEntity, schema: JsonObject): CommandForm => ({
  schema,
  order: command.argumentOrder,
  fixed: Object.keys(command.args),
  textArgument: command.textArgument,
});

/** A binding as somebody sees it; without a schema it cannot be said how it is typed. */
export function toSlackCommand(auth: Auth, command: SlackCommandEntity, schema: JsonObject | null): SlackCommand {
  const { path, version, updatedBy, updatedAt } = command;
  const usage = schema === null || command.trigger !== 'command' ? '' : usageOf(command.name, formOf(command, schema));
  return {
    ...definitionOf(command),
    path,
    version,
    usage,
    updated_by: updatedBy,
    updated_at: updatedAt.toISOString(),
    my_level: myLevel(auth, 'slack_command', path),
  };
}
