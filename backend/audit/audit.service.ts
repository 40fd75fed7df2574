import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { decodeCursor, toPage, type Page } from '../common/page.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import type { EventQuery, EventRow } from './audit.contract.ts';
import { writeEvents, type ExportFormat } from './event-export.ts';
import { listEvents, type EventFilter, type StoredEvent } from './list-events.sql.ts';

const exportBatch = 1_000;

/** Reads the event log of a workspace. Nothing can change it. */
@Injectable()
export class Audit {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(auth: Auth, { limit, after, ...filter }: EventQuery): Promise<Page<EventRow>> {
    const rows = await this.database.run<StoredEvent>(listEvents(auth.workspaceId, filter, decodeCursor(after, ['time', 'id']), limit + 1));
    return toPage(rows, limit, toContract, keyOf);
  }

  /** All events that match, as the text of a file. That somebody took the log with them is an event itself. */
  async export(auth: Auth, filter: EventFilter, format: ExportFormat): Promise<AsyncGenerator<string>> {
    await this.database.transaction((transaction) =>
      this.events.record(transaction, auth, {
        action: 'events.exported',
        objectKind: 'workspace',
        objectPath: auth.workspaceId,
        details: { format, ...filter },
      }),
    );
    return writeEvents(this.batches(auth, filter), format);
  }

  /** Page by page: no cursor holds a connection or a snapshot while a slow reader takes the file. */
  private async *batches(auth: Auth, filter: EventFilter): AsyncGenerator<EventRow[]> {
    let after: readonly string[] | null = null;
    for (;;) {
      const rows: StoredEvent[] = await this.database.run<StoredEvent>(listEvents(auth.workspaceId, filter, after, exportBatch));
      yield rows.map(toContract);
      const last = rows.at(-1);
      if (!last || rows.length < exportBatch) return;
      after = keyOf(last);
    }
  }
}

const keyOf = (row: StoredEvent): readonly string[] => [row.at_key, row.id];

function toContract({ at, id, actor, action, object_kind, object_path, labels, cause, details }: StoredEvent): EventRow {
  return { id, at: at.toISOString(), actor, action, object_kind, object_path, labels, cause, details };
}
