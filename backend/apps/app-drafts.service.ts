import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { Database, runIn, type Transaction } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { myLevel } from '../items/my-level.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { AppDocument } from './app.contract.ts';
import type { AppCommand } from './app-commands.contract.ts';
import { AppCommandEntity } from './app-command.entity.ts';
import { AppDraftEntity } from './app-draft.entity.ts';
import { AppItems } from './app-items.ts';
import { notifyApp } from './app-notice.ts';
import { AppReleasesService } from './app-releases.service.ts';
import { shownPolicy } from './app-view.ts';
import type { AppChanges, AppCommandsResult, AppDraft, AppliedCommand, BeginAppDraft, ReleaseApp, SendAppCommands } from './apps.contract.ts';
import type { VersionedApp } from './apps.repository.ts';
import { canonicalDocument } from './core/canonical.ts';
import { appChanges } from './core/changes.ts';
import { applyCommand } from './core/commands/apply.ts';
import { CommandRefused } from './core/commands/command.ts';
import { emptyDocument } from './core/empty.ts';
import { requireSize } from './document-size.ts';

/** Commands of a working copy that are kept for others who edit it. */
const keptCommands = 1000;
/** More than these are not sent one by one: the document itself is shorter. */
const mostSent = 200;

/**
 * The working copies of apps (D11). A copy is shared by all who may edit the app: each command is carried out on the server under the lock of
 * its row, in one order for everybody, and those who look at it are told. Nobody's command is lost in silence: it is carried out or refused.
 */
@Injectable()
export class AppDraftsService {
  constructor(
    private readonly database: Database,
    private readonly items: AppItems,
    private readonly releases: AppReleasesService,
    private readonly events: Events,
  ) {}

  async get(auth: Auth, path: string): Promise<AppDraft> {
    return this.view(auth, await this.require(auth, path));
  }

  /** Begins a working copy; gives the one that is there unless a document comes along. */
  async begin(auth: Auth, path: string, { summary, document }: BeginAppDraft): Promise<AppDraft> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const live = await this.items.repository.findCurrent(manager, auth.workspaceId, path);
    const start = document ?? (live?.version.document as AppDocument | undefined) ?? emptyDocument;
    requireSize(path, start);
    await this.database.transaction(async (transaction) => {
      const key = { workspaceId: auth.workspaceId, path };
      const there = await transaction.findOne(AppDraftEntity, { where: key, lock: { mode: 'pessimistic_write' } });
      if (there && !document) return;
      await transaction.delete(AppDraftEntity, key);
      const me = subjectOf(auth);
      // Counts on, so that windows that have the old copy open see that theirs is gone.
      const seq = there ? there.seq + mostSent + 1 : 0;
      const texts = { summary: summary ?? live?.version.summary ?? '', description: live?.version.description ?? '' };
      await transaction.insert(AppDraftEntity, {
        ...key,
        ...texts,
        document: canonicalDocument(start),
        seq,
        basedOn: live?.item.currentVersion ?? null,
        createdBy: me,
        updatedBy: me,
      });
      await this.events.record(transaction, auth, {
        action: 'app.draft_begun',
        objectKind: 'app',
        objectPath: path,
        details: { based_on: live?.item.currentVersion ?? null },
      });
      await runIn(transaction, notifyApp({ w: auth.workspaceId, p: path, q: seq }));
    });
    return this.get(auth, path);
  }

  /** Throws the working copy away; viewers notice nothing. */
  async discard(auth: Auth, path: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const { affected } = await transaction.delete(AppDraftEntity, { workspaceId: auth.workspaceId, path });
      if (affected === 0) throw await this.missing(auth, path);
      await this.events.record(transaction, auth, { action: 'app.draft_discarded', objectKind: 'app', objectPath: path });
    });
  }

  /** Carries commands out, each on the state that the ones before it left. */
  async send(auth: Auth, path: string, input: SendAppCommands): Promise<AppCommandsResult> {
    const { draft, others, isBehind, refused } = await this.database.transaction(async (transaction) => {
      const locked = await this.lock(transaction, auth, path);
      const before = await this.since(transaction, locked, input.since);
      const { document, done, refusal } = applyAll(locked.document as AppDocument, input.commands);
      const changed = await this.store(transaction, auth, locked, input, document, done);
      return { draft: changed, others: before ?? [], isBehind: before === null, refused: refusal };
    });
    const { problems } = await this.releases.plan(auth, path, draft.document as AppDocument);
    return { seq: draft.seq, others, is_behind: isBehind, refused, problems };
  }

  /** What a release of the working copy would change, with what viewers may do first. */
  async changes(auth: Auth, path: string): Promise<AppChanges> {
    const draft = await this.require(auth, path);
    const live = await this.items.repository.findCurrent(this.database.manager, auth.workspaceId, path);
    const { document, policy, problems } = await this.releases.plan(auth, path, draft.document as AppDocument);
    const before = live ? { document: live.version.document as AppDocument, policy: live.version.policy } : null;
    return {
      from: live?.item.currentVersion ?? null,
      seq: draft.seq,
      changes: appChanges(before, { document, policy }),
      problems,
      policy: shownPolicy(policy),
    };
  }

  /** Releases the working copy as it was looked at. The copy stays, based on the new release. */
  async release(auth: Auth, path: string, { message, seq }: ReleaseApp): Promise<VersionedApp> {
    const draft = await this.require(auth, path);
    const refuseChanged = (now: number): void => {
      if (now !== seq)
        throw new AppError('app/changed', `Somebody changed "${path}" while you looked at it. Look at the changes again, then release it.`, { path, seq: now });
    };
    refuseChanged(draft.seq);
    const { summary, description } = draft;
    const released = await this.releases.release(auth, path, { summary, description, document: draft.document as AppDocument, message }, async (transaction) =>
      refuseChanged((await this.lock(transaction, auth, path)).seq),
    );
    await this.database.manager.update(AppDraftEntity, { workspaceId: auth.workspaceId, path }, { basedOn: released.item.currentVersion });
    return released;
  }

  private async store(
    transaction: Transaction,
    auth: Auth,
    draft: AppDraftEntity,
    input: SendAppCommands,
    document: AppDocument,
    done: readonly AppCommand[],
  ): Promise<AppDraftEntity> {
    const texts = { summary: input.summary ?? draft.summary, description: input.description ?? draft.description };
    if (done.length === 0 && texts.summary === draft.summary && texts.description === draft.description) return draft;
    const { workspaceId, path } = draft;
    const canonical = canonicalDocument(document);
    requireSize(path, canonical);
    const [seq, by, client] = [draft.seq + done.length, subjectOf(auth), input.client];
    const changes = { ...texts, document: canonical, seq, updatedBy: by, updatedAt: new Date() };
    await transaction.update(AppDraftEntity, { workspaceId, path }, changes);
    if (done.length > 0)
      await transaction.insert(
        AppCommandEntity,
        done.map((command, index) => ({ workspaceId, path, seq: draft.seq + index + 1, command, by, client })),
      );
    await transaction.delete(AppCommandEntity, { workspaceId, path, seq: LessThanOrEqual(seq - keptCommands) });
    await runIn(transaction, notifyApp({ w: workspaceId, p: path, q: seq }));
    return { ...draft, ...changes };
  }

  /** What was done after a number; `null` where that is too much, or no longer known. */
  private async since(transaction: Transaction, { workspaceId, path, seq }: AppDraftEntity, known: number): Promise<AppliedCommand[] | null> {
    if (known === seq) return [];
    if (known > seq || seq - known > mostSent) return null;
    const rows = await transaction.find(AppCommandEntity, { where: { workspaceId, path, seq: MoreThan(known) }, order: { seq: 'ASC' } });
    if (rows.length !== seq - known) return null;
    return rows.map(({ seq: number, by, client, command }) => ({ seq: number, by, client, command: command as AppCommand }));
  }

  private async lock(transaction: Transaction, auth: Auth, path: string): Promise<AppDraftEntity> {
    const draft = await transaction.findOne(AppDraftEntity, { where: { workspaceId: auth.workspaceId, path }, lock: { mode: 'pessimistic_write' } });
    if (!draft) throw await this.missing(auth, path);
    return draft;
  }

  private async require(auth: Auth, path: string): Promise<AppDraftEntity> {
    const draft = await this.database.manager.findOneBy(AppDraftEntity, { workspaceId: auth.workspaceId, path });
    if (!draft) throw await this.missing(auth, path);
    return draft;
  }

  private async missing(auth: Auth, path: string): Promise<AppError> {
    if ((await this.items.currentVersion(auth, path)) === null) return this.items.missing(auth, path);
    return new AppError('app/no_draft', `Nobody is changing "${path}". Begin a working copy first.`, { path });
  }

  private async view(auth: Auth, draft: AppDraftEntity): Promise<AppDraft> {
    const live = await this.items.repository.findCurrent(this.database.manager, auth.workspaceId, draft.path);
    const document = draft.document as AppDocument;
    const { problems } = await this.releases.plan(auth, draft.path, document);
    const state = (texts: { summary: string; description: string; document: object }): string =>
      canonicalJson([texts.summary, texts.description, texts.document]);
    return {
      path: draft.path,
      summary: draft.summary,
      description: draft.description,
      document,
      seq: draft.seq,
      based_on: draft.basedOn,
      live_version: live?.item.currentVersion ?? null,
      is_changed: !live || state(live.version) !== state(draft),
      problems,
      updated_by: draft.updatedBy,
      updated_at: draft.updatedAt.toISOString(),
      my_level: myLevel(auth, 'app', draft.path),
    };
  }
}

type Outcome = { document: AppDocument; done: AppCommand[]; refusal: AppCommandsResult['refused'] };

function applyAll(start: AppDocument, commands: readonly AppCommand[]): Outcome {
  let document = start;
  for (const [index, command] of commands.entries()) {
    try {
      ({ document } = applyCommand(document, command));
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      return { document, done: commands.slice(0, index), refusal: { index, code: error.code, message: error.message } };
    }
  }
  return { document, done: [...commands], refusal: null };
}
