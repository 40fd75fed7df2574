import { Injectable } from '@nestjs/common';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { Database } from '../../database/database.ts';
import { JobResults } from '../../jobs/job-results.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import { childPrefix } from '../core/frame-keys.ts';
import type { FlowError, ResultSource, StepRow } from '../core/rows.ts';
import type { FlowStepQuery } from '../flow-runs.contract.ts';
import { FlowViewService } from './flow-view.service.ts';
import { endOfStep, endsOfFrames, resultRows, type ResultRow } from './read-step-result.sql.ts';

/** Results of iterations that are read together. */
const pageSize = 100;

/** What steps gave, wherever it lies: with a job, in the object store, in the record, or spread over iterations. */
@Injectable()
export class StepResults {
  constructor(
    private readonly database: Database,
    private readonly view: FlowViewService,
    private readonly jobs: JobResults,
  ) {}

  /** The result of a step as pieces of JSON text: a list of many iterations never stands in memory as a whole. */
  async *json(auth: Auth, jobId: string, { frame, step }: FlowStepQuery): AsyncGenerator<string> {
    await this.view.find(auth, jobId);
    const [end] = await this.database.run<{ seq: number }>(endOfStep(jobId, frame, step));
    const [row] = end ? await this.database.run<ResultRow>(resultRows(jobId, [end.seq])) : [];
    if (!row || sourceOf(row.row) === null) throw new AppError('job/not_found', 'The step has no result.', { job_id: jobId, frame, step });
    yield* this.piecesOf(jobId, row);
  }

  /** `read`: the result of the job, where it was read together with others. */
  private async *piecesOf(jobId: string, { row, result_job_id: resultJobId, held }: ResultRow, read?: string): AsyncGenerator<string> {
    const source = sourceOf(row);
    if (resultJobId !== null) yield read ?? (await this.ofJob(resultJobId));
    else if (source?.from === 'frames') yield* this.listOf(jobId, source);
    else if (source?.from === 'error') yield JSON.stringify({ error: shown(source.error) });
    else if (source === null) yield JSON.stringify({ error: shown(errorOf(row)) });
    else if (held !== null) yield source.from === 'args' || source.from === 'previous' ? JSON.stringify(maskSecrets(JSON.parse(held))) : held;
    else yield JSON.stringify(source.from === 'value' ? (source.value ?? null) : null);
  }

  private async ofJob(id: string): Promise<string> {
    return (await this.jobs.read(id))?.resultJson ?? 'null';
  }

  private async *listOf(jobId: string, { frame, step, attempt, count }: Extract<ResultSource, { from: 'frames' }>): AsyncGenerator<string> {
    const prefix = childPrefix(frame, step, attempt);
    let next = 0;
    yield '[';
    while (next < count) {
      const ends = await this.database.run<{ seq: number; index: number }>(endsOfFrames(jobId, prefix, next, pageSize));
      const rows = await this.database.run<ResultRow>(
        resultRows(
          jobId,
          ends.map(({ seq }) => seq),
        ),
      );
      const byOrigin = new Map(rows.map((row) => [row.origin, row]));
      const read = new Map(
        await Promise.all(rows.flatMap(({ origin, result_job_id: id }) => (id === null ? [] : [this.ofJob(id).then((text) => [origin, text] as const)]))),
      );
      for (const { seq, index } of ends.slice(0, count - next)) {
        for (; next < index; next++) yield next === 0 ? 'null' : ',null';
        if (next > 0) yield ',';
        const row = byOrigin.get(seq);
        if (row) yield* this.piecesOf(jobId, row, read.get(seq));
        else yield 'null';
        next++;
      }
      if (ends.length < pageSize) break;
    }
    yield ']';
  }
}

const sourceOf = (row: StepRow): ResultSource | null => ('result' in row ? row.result : null);
const errorOf = (row: StepRow): FlowError | null => ('error' in row ? (row.error ?? null) : null);

/** A failure in the place of a result, as an expression sees it. */
const shown = (error: FlowError | null): object | null => (error === null ? null : { ...error, is_handled: undefined, result_of: undefined });
