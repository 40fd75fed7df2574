import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../common/canonical-json.ts';
import { textOf, type JsonText } from '../common/json-text.ts';
import { Database } from '../database/database.ts';
import { jobColumns, jobParameter, jobPlaceholders, jobValues } from './job-columns.ts';
import { isEncrypted } from './job-view.ts';
import type { NewJob } from './new-job.ts';
import { noticeSql } from './job-notice.ts';
import { watchersSql } from './watchers.ts';
import type { StartedJob } from './start-jobs.sql.ts';

/** The identity of a cached answer: the same version with the same arguments. Results of another identity are never shared. */
export function keyOf({ versionId, args, runAs }: { versionId: string | null; args: unknown; runAs: string }): string {
  return createHash('sha256')
    .update(canonicalJson([versionId, args, runAs]))
    .digest('hex');
}

const hasSecrets = (args: object): boolean => Object.values(args).some(isEncrypted);

/** Earlier results for equal arguments, for scripts that ask for it by `cache_ttl_s`. */
@Injectable()
export class ResultCache {
  constructor(private readonly database: Database) {}

  /** Writes the job as already succeeded when an earlier result stands; the answer says whether it did. */
  async answer(job: NewJob): Promise<boolean> {
    // Code that is not deployed has no version that says what equal arguments go with.
    if (job.settings.cache_ttl_s === undefined || job.versionId === null || job.idempotencyKey !== null || hasSecrets(job.args)) return false;
    const rows = await this.database.run<{ id: string }>({
      name: 'answer_from_cache',
      text: `
with answered as (
  insert into job (${jobColumns}, status, result, started_at, ended_at)
  select ${jobPlaceholders}, 'succeeded', cached.result, now(), now()
  from result_cache cached where cached.workspace_id = ${jobParameter(1)} and cached.key = ${jobParameter(2)} and cached.expires_at > now()
  returning *
), notice as (${noticeSql('answered')}), watched as (${watchersSql('answered')})
select answered.id from answered, notice, watched`,
      values: [...jobValues(job), job.workspaceId, keyOf(job)],
    });
    return rows.length > 0;
  }

  /** Keeps the result of a job for the next one, if its script asks for it. */
  async keep(job: StartedJob, resultJson: JsonText | null): Promise<void> {
    if (job.settings.cache_ttl_s === undefined || job.version_id === null || resultJson === null || hasSecrets(job.args)) return;
    await this.database.run({
      name: 'keep_in_cache',
      text: `
insert into result_cache (workspace_id, key, job_id, result, expires_at) values ($1, $2, $3, $4::json, now() + make_interval(secs => $5))
on conflict (workspace_id, key) do update set job_id = excluded.job_id, result = excluded.result, expires_at = excluded.expires_at`,
      values: [job.workspace_id, keyOf({ versionId: job.version_id, args: job.args, runAs: job.run_as }), job.id, textOf(resultJson), job.settings.cache_ttl_s],
    });
  }
}
