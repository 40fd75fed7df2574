import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/app-error.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import { leaseSeconds } from '../../jobs/recover-jobs.sql.ts';
import { workerTagPrefix } from '../../queue/task-names.ts';
import type { FrameKey } from '../core/state.ts';
import type { KeptRun } from './kept-run.ts';
import type { Asking } from './step-runnables.ts';

/** What comes after a failure may run elsewhere: it tells of it, or undoes what was done. */
const isAfterFailure = (frame: FrameKey): boolean => /!(failure|finally|rollback)/.test(frame);

/**
 * Where the steps of a flow with `same_worker` run: the folder that they share lies on one worker, which is chosen for the first of them. The run does
 * not note it: the jobs of its steps carry the tag of that worker. When it is lost, so is the folder, and the flow fails.
 */
@Injectable()
export class FlowHomes {
  /** The tag with which a step gets to the worker of its run; `tag` is the one that it asks for. Called under the lock of the run. */
  async tagFor({ run, transaction }: Asking, frame: FrameKey, tag: string): Promise<string> {
    run.home ??= (await runNamed<{ tag: string }>(transaction, findHome(run.facts.job_id)))[0]?.tag ?? null;
    if (run.home === null) return (run.home = await this.choose(run, transaction, tag));
    const [alive] = await runNamed(transaction, liveHome(run.home));
    if (alive) return run.home;
    if (isAfterFailure(frame)) return tag;
    throw new AppError(
      'flow/worker_lost',
      'The worker on which the steps of this flow ran is gone, and with it their folder ./shared. Run the flow again; what has to outlive a worker belongs into results.',
    );
  }

  private async choose(run: KeptRun, transaction: Transaction, tag: string): Promise<string> {
    const [chosen] = await runNamed<{ home: string }>(transaction, chooseHome([...new Set([tag, ...languagesOf(run)])], tag));
    if (chosen) return chosen.home;
    throw new AppError(
      'flow/no_worker',
      `The steps of this flow run on one worker (same_worker), and no live worker takes the tag "${tag}". Start one, and run the flow again.`,
      {
        tag,
      },
    );
  }
}

/** The tags of the code that stands in the flow: a worker that has them all is the better home. */
function languagesOf(run: KeptRun): string[] {
  return [...run.definition.steps.values()].flatMap(({ module: { value } }) =>
    value.type === 'rawscript' ? [value.tag ?? run.source.tag ?? value.language] : [],
  );
}

/** Where the first step ran. */
const findHome = (runId: string) => ({
  name: 'find_flow_home',
  text: `select tag from job where parent_id = $1 and tag like '${workerTagPrefix}%' order by created_at, id limit 1`,
  values: [runId],
});

const liveHome = (tag: string) => ({
  name: 'live_flow_home',
  text: 'select 1 from worker where ended_at is null and $1 = any(tags)',
  values: [tag],
});

/** The least busy of the workers that take the tag, rather one that takes all of them. */
const chooseHome = (tags: readonly string[], needed: string) => ({
  name: 'choose_flow_home',
  text: `
select own.home
from worker, lateral (select tag as home from unnest(tags) as tag where tag like '${workerTagPrefix}%' limit 1) as own
where ended_at is null and draining_at is null and seen_at > now() - interval '${leaseSeconds} seconds' and $2 = any(tags)
order by (select count(*) from unnest($1::text[]) as wanted where wanted = any(tags)) desc, coalesce((load->>'busy')::integer, 0), random()
limit 1`,
  values: [tags, needed],
});
