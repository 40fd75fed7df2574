import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { notFound } from '../access/access.guard.ts';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import type { JsonObject } from '../common/json.ts';
import { toPage, type Page } from '../common/page.ts';
import { isUniqueViolation } from '../common/unique-violation.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { deleteItemMarks } from '../items/item-marks.sql.ts';
import { requirePlace } from '../items/place.sql.ts';
import { versionConflict } from '../items/version-conflict.ts';
import { listSlackCommands } from './list-slack-commands.sql.ts';
import { definitionOf, toSlackCommand } from './slack-command-view.ts';
import { problemsOf } from './slack-bindings.ts';
import { SlackCommandEntity } from './slack-command.entity.ts';
import { SlackTargets } from './slack-targets.ts';
import type { PutSlackCommand, SlackCommand, SlackCommandQuery } from './slack.contract.ts';

/** What is bound to commands, shortcuts and mentions, as people save, read and delete it. */
@Injectable()
export class SlackCommandsService {
  constructor(
    private readonly database: Database,
    private readonly targets: SlackTargets,
    private readonly events: Events,
  ) {}

  async list(auth: Auth, query: SlackCommandQuery): Promise<Page<SlackCommand>> {
    const page = await this.database.run<{ id: string; path: string }>(listSlackCommands(auth, query));
    const rows = await this.database.manager.findBy(SlackCommandEntity, { id: In(page.slice(0, query.limit).map(({ id }) => id)) });
    const shown = new Map(await Promise.all(rows.map(async (row) => [row.id, await this.toView(auth, row)] as const)));
    const { items, next } = toPage(
      page,
      query.limit,
      ({ id }) => shown.get(id),
      ({ path }) => [path],
    );
    return { items: items.flatMap((item) => item ?? []), next };
  }

  async get(auth: Auth, path: string): Promise<SlackCommand> {
    return this.toView(auth, await this.find(this.database.manager, auth.workspaceId, path));
  }

  /** Creates or changes; `isNew` tells 201 from 200. Who saves it must be allowed to run what it runs: a binding is no way to learn of things. */
  async put(auth: Auth, path: string, input: PutSlackCommand): Promise<{ command: SlackCommand; isNew: boolean }> {
    if (input.enabled) await this.requireTarget(auth, input);
    try {
      const { command, isNew } = await this.database.transaction((transaction) => this.putIn(transaction, auth, path, input));
      return { command: await this.toView(auth, command), isNew };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const other = await this.taken(auth, path, input);
      throw other ?? versionConflict(path, await this.database.manager.findOneBy(SlackCommandEntity, { workspaceId: auth.workspaceId, path }));
    }
  }

  async delete(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const command = await this.find(transaction, auth.workspaceId, path);
      await transaction.delete(SlackCommandEntity, { id: command.id });
      await deleteItemMarks(transaction, auth.workspaceId, 'slack_command', path);
      await this.events.record(transaction, auth, {
        action: 'slack_command.deleted',
        objectKind: 'slack_command',
        objectPath: path,
        details: { name: command.name },
      });
    });
  }

  private async find(transaction: Transaction, workspaceId: string, path: string): Promise<SlackCommandEntity> {
    const command = await transaction.findOneBy(SlackCommandEntity, { workspaceId, path });
    if (!command) throw notFound({ kind: 'slack_command', path });
    return command;
  }

  private async requireTarget(auth: Auth, { target, args, argument_order: order, text_argument: text }: PutSlackCommand): Promise<void> {
    const schema = await this.targets.schemaOf(auth, target);
    this.targets.requireNoSecrets(schema, args);
    this.requireFixed(schema, args);
    const names = Object.keys((schema['properties'] ?? {}) as JsonObject);
    const isOpen = schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false;
    const unknown = [...Object.keys(args), ...order, ...(text === null ? [] : [text])].find((name) => !names.includes(name));
    if (unknown !== undefined && !isOpen)
      throw new AppError('request/invalid', `"${target.path}" has no argument "${unknown}". It takes ${names.join(', ') || 'none'}.`, { argument: unknown });
  }

  /** What is always given must fit now; what is missing is asked in Slack. */
  private requireFixed(schema: JsonObject, args: JsonObject): void {
    const problems = problemsOf(schema, args).filter(
      ({ pointer, message }) => Object.keys(args).includes(pointer.split('/')[1] ?? '') && message !== 'is required',
    );
    if (problems.length === 0) return;
    throw new AppError('job/args_invalid', `The fixed arguments do not fit: ${problems[0]?.pointer ?? ''} ${problems[0]?.message ?? ''}.`, {
      problems: problems.map(({ pointer, message }) => ({ pointer: `/args${pointer}`, message })),
    });
  }

  private async putIn(transaction: Transaction, auth: Auth, path: string, input: PutSlackCommand): Promise<{ command: SlackCommandEntity; isNew: boolean }> {
    await requirePlace(transaction, auth.workspaceId, path);
    const before = await transaction.findOne(SlackCommandEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
    if (input.if_version !== undefined && input.if_version !== (before?.version ?? 0)) throw versionConflict(path, before);
    const { if_version: _ifVersion, ...given } = input;
    if (before && canonicalJson(definitionOf(before)) === canonicalJson(given)) return { command: before, isNew: false };
    const version = (before?.version ?? 0) + 1;
    const row =
      before ?? transaction.create(SlackCommandEntity, { id: newId(), workspaceId: auth.workspaceId, path, createdBy: subjectOf(auth), createdAt: new Date() });
    const { target, argument_order: argumentOrder, text_argument: textArgument, enabled: isEnabled, ...same } = given;
    const columns = { ...same, argumentOrder, textArgument, isEnabled, runnableKind: target.kind, runnablePath: target.path };
    const command = await transaction.save(SlackCommandEntity, Object.assign(row, columns, { version, updatedBy: subjectOf(auth), updatedAt: new Date() }));
    await this.events.record(transaction, auth, {
      action: before ? 'slack_command.updated' : 'slack_command.created',
      objectKind: 'slack_command',
      objectPath: path,
      details: { version, trigger: input.trigger, name: input.name, target: input.target, enabled: input.enabled },
    });
    return { command, isNew: !before };
  }

  /** Says that the name belongs to another binding; not to which, where one may not see it. */
  private async taken(auth: Auth, path: string, { trigger, name }: PutSlackCommand): Promise<AppError | null> {
    const rows = await this.database.manager.findBy(SlackCommandEntity, { workspaceId: auth.workspaceId, trigger, isEnabled: true });
    const other = rows.find((row) => row.path !== path && row.name.toLowerCase() === name.toLowerCase());
    return other
      ? new AppError('slack/command_taken', `${name} is bound to something else in this workspace already. Choose another name, or switch that one off.`, {
          name,
        })
      : null;
  }

  private async toView(auth: Auth, command: SlackCommandEntity): Promise<SlackCommand> {
    const target = { kind: command.runnableKind, path: command.runnablePath };
    const schema = await this.targets.schemaOf(auth, target).catch((error: unknown) => {
      if (isAppError(error)) return null;
      throw error;
    });
    return toSlackCommand(auth, command, schema);
  }
}
