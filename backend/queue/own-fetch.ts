import type { QueryConfig, QueryResult } from 'pg';
import { fetchRows } from './fetch-rows.sql.ts';

type Client = { query(config: QueryConfig): Promise<QueryResult> };
type Work = (client: Client) => Promise<unknown>;
type WithClient = ((work: Work) => Promise<unknown>) & { withRetries(work: Work): Promise<unknown> };

/**
 * Has the local queue of graphile-worker 0.18.0 fetch its rows by {@link fetchRows}. The statement cannot be chosen by its settings, so it is exchanged where it
 * leaves for the database; all other statements, and what becomes of the rows, stay its own.
 */
export function fetchByTask(localQueue: object): void {
  const queue = localQueue as { withPgClient: WithClient; getJobBatchSize: number };
  const own = queue.withPgClient;
  const exchanging = (client: Client): Client => ({
    query: (config) => client.query(isFetch(config) ? fetchInPlaceOf(config, queue.getJobBatchSize) : config),
  });
  queue.withPgClient = Object.assign((work: Work) => own(work), { withRetries: (work: Work) => own.withRetries((client) => work(exchanging(client))) });
}

/** Named by what it does and how many rows it takes: `get_job120/graphile_worker`. */
const isFetch = ({ name, values }: QueryConfig): boolean => /^get_job\d*\//.test(name ?? '') && values?.length === 2;

function fetchInPlaceOf({ values }: QueryConfig, most: number): QueryConfig {
  const [poolId, taskIds] = values as [string, number[]];
  return fetchRows(poolId, taskIds, most);
}
