import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.ts';

/** Changes of so long a time are told together; who looks at a timeline sees no difference. */
const togetherMs = 150;
/** Ids in a notification: a payload holds at most 8,000 bytes. */
const idsPerPayload = 200;

/** Tells followers of workflows that their timeline grew, a few times a second however many steps there are. */
@Injectable()
export class WorkflowChanges implements OnApplicationShutdown {
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly database: Database) {}

  note(jobId: string): void {
    this.changed.add(jobId);
    this.timer ??= setTimeout(() => this.tell(), togetherMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = null;
    const ids = [...this.changed];
    this.changed.clear();
    const payloads = Array.from({ length: Math.ceil(ids.length / idsPerPayload) }, (_, index) =>
      ids.slice(index * idsPerPayload, (index + 1) * idsPerPayload).join(','),
    );
    // A lost database is the same as a lost notification: followers look again when the job changes.
    void this.database
      .run({
        name: 'tell_workflow_changes',
        text: `select pg_notify('millrace_workflow_step', payload) from unnest($1::text[]) as payload`,
        values: [payloads],
      })
      .catch(() => undefined);
  }
}
