import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import { expectFew } from '../database/expect-few.ts';
import { OBJECT_STORE, type ObjectStore } from '../objects/object-store.ts';
import type { RunError } from '../runner/runner.ts';
import { Batcher } from '../queue/batcher.ts';
import type { JobStatus } from './core/job-status.ts';

/** How a job ended. `resultJson` is the text of a JSON value, as it is sent. */
export type EndedJob = {
  id: string;
  path: string;
  status: JobStatus;
  resultJson: string | null;
  error: RunError | null;
  cancelReason: string | null;
  mergedInto: string | null;
};

type ResultRow = {
  id: string;
  path: string;
  status: JobStatus;
  result: string | null;
  result_object: string | null;
  error: RunError | null;
  cancel_reason: string | null;
  merged_into: string | null;
};

/** Reads results, wherever they lie. Many readers of one moment share a statement. */
@Injectable()
export class JobResults {
  private readonly reads: Batcher<string, ResultRow | null>;

  constructor(
    database: Database,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {
    this.reads = new Batcher(
      async (ids) => {
        const rows = await database.run<ResultRow>({
          name: 'read_results',
          text: `
select id, path, status, result::text as result, result_object, error, cancel_reason, merged_into
from unnest($1::uuid[]) as wanted (job_id) join job on job.id = wanted.job_id where ${expectFew('wanted.job_id')}`.trim(),
          values: [ids],
        });
        const byId = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      { maximumSize: 200, lanes: 4 },
    );
  }

  /** Bytes of a result that lies in the object store. */
  sizeOf(key: string): Promise<number | null> {
    return this.objects.size(key);
  }

  /** How a job stands, with its result; `null` when there is no such job. Access is the caller's question. */
  async read(jobId: string): Promise<EndedJob | null> {
    const row = await this.reads.add(jobId);
    if (!row) return null;
    const resultJson = row.result_object === null ? row.result : await this.objects.text(row.result_object);
    return { id: row.id, path: row.path, status: row.status, resultJson, error: row.error, cancelReason: row.cancel_reason, mergedInto: row.merged_into };
  }
}

/** The result of a job that succeeded, as JSON text; throws what its failure is to whoever called it. */
export function resultOrThrow(job: EndedJob): string {
  if (job.status === 'succeeded') return job.resultJson ?? 'null';
  if (job.status === 'skipped') return JSON.stringify({ skipped: true, merged_into: job.mergedInto });
  if (job.status === 'cancelled')
    throw new AppError('job/cancelled', job.cancelReason ? `The job was cancelled: ${job.cancelReason}` : 'The job was cancelled.', { job_id: job.id });
  throw new AppError('job/failed', job.error?.message ?? 'The job failed.', { job_id: job.id, error: job.error });
}
