import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Auth } from '../access/core/auth.ts';
import { encodeCursor, type Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { ApprovalSight } from './approval-sight.ts';
import { toApproval, toRow } from './approval-view.ts';
import { ApprovalRequestEntity } from './approval.entity.ts';
import type { Approval, ApprovalCounts, ApprovalExportQuery, ApprovalQuery, ApprovalRow } from './approvals.contract.ts';
import { ApprovalsRepository, toCast, toState } from './approvals.repository.ts';
import { waitingFor } from './core/waiting-for.ts';
import { csvOfRecord } from './export-record.ts';
import { countApprovals, exportApprovals, listApprovals, type ApprovalPlace, type ExportRow } from './list-approvals.sql.ts';
import { PrincipalFinder } from './principals.ts';

/** Entries of the record that are shown with a request; all of them are in the export. */
const shownEvents = 500;

/** What a run that waits for people can say about it. */
export type WaitingApproval = { approval_id: string; title: string; waiting_for: string; due_at: string | null; expires_at: string | null };

/** Requests as people look at them. */
@Injectable()
export class ApprovalInbox {
  constructor(
    private readonly database: Database,
    private readonly repository: ApprovalsRepository,
    private readonly principals: PrincipalFinder,
    private readonly sight: ApprovalSight,
  ) {}

  async list(auth: Auth, query: ApprovalQuery): Promise<Page<ApprovalRow>> {
    const principals = await this.principals.of(auth);
    const places = await this.database.run<ApprovalPlace>(listApprovals(auth, principals, query));
    const shown = places.slice(0, query.limit);
    const requests = await this.read(shown.map(({ id }) => id));
    const { votes, holders } = await this.about(auth.workspaceId, requests);
    const items = requests.map((request) =>
      toRow(
        auth,
        principals,
        request,
        votes.filter(({ requestId }) => requestId === request.id),
        holders,
      ),
    );
    const last = shown.at(-1);
    const hasMore = places.length > query.limit && last !== undefined;
    return { items, next: hasMore ? encodeCursor(query.box === 'done' ? [last.ended_key, last.id] : [last.id]) : null };
  }

  async counts(auth: Auth): Promise<ApprovalCounts> {
    const [counts] = await this.database.run<ApprovalCounts>(countApprovals(auth, await this.principals.of(auth)));
    return counts ?? { mine: 0, groups: 0, requested: 0, overdue: 0 };
  }

  async get(auth: Auth, id: string): Promise<Approval> {
    const request = await this.sight.require(auth, id);
    const principals = await this.principals.of(auth);
    const { votes, holders } = await this.about(auth.workspaceId, [request]);
    const events = await this.repository.eventsOf(this.database.manager, id, shownEvents);
    return toApproval(toRow(auth, principals, request, votes, holders), request, votes, events, holders);
  }

  /** The record as text of the given form. */
  async export(auth: Auth, query: ApprovalExportQuery): Promise<string> {
    const rows = await this.database.run<ExportRow>(exportApprovals(auth, await this.principals.of(auth), query));
    return query.format === 'csv' ? csvOfRecord(rows) : `${JSON.stringify(rows, null, 2)}\n`;
  }

  /** What these waits wait for, for pages about runs. Whoever asks has checked that the run may be seen. */
  async ofWaits(workspaceId: string, waitIds: readonly string[]): Promise<Map<string, WaitingApproval>> {
    const requests =
      waitIds.length === 0 ? [] : await this.database.manager.findBy(ApprovalRequestEntity, { workspaceId, waitId: In([...waitIds]), status: 'open' });
    const { votes, holders } = await this.about(workspaceId, requests);
    return new Map(
      requests.map((request) => {
        const given = votes.filter(({ requestId }) => requestId === request.id).map(toCast);
        const { id, title, dueAt, expiresAt } = request;
        const words = waitingFor(toState(request), given, holders);
        return [
          request.waitId ?? '',
          { approval_id: id, title, waiting_for: words, due_at: dueAt?.toISOString() ?? null, expires_at: expiresAt?.toISOString() ?? null },
        ];
      }),
    );
  }

  private async read(ids: readonly string[]): Promise<ApprovalRequestEntity[]> {
    const rows = ids.length === 0 ? [] : await this.database.manager.findBy(ApprovalRequestEntity, { id: In([...ids]) });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  private async about(workspaceId: string, requests: readonly ApprovalRequestEntity[]) {
    const [votes, holders] = await Promise.all([
      this.repository.votesOf(
        this.database.manager,
        requests.map(({ id }) => id),
      ),
      this.repository.holdersOf(this.database.manager, workspaceId, requests),
    ]);
    return { votes, holders };
  }
}
