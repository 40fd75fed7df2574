import type { Pool, PoolClient } from 'pg';
import type { Fault, FaultPlan } from './fault-plan.ts';

/** Statements of the driver and of set-up code that have no effect worth losing. */
const harmless = /^(listen|unlisten|set |show |select version)/i;

/** Statements that take no lock and so are never the victim of a deadlock. */
const control = /^(begin|start transaction|commit|rollback)/i;

type Callback = (error: unknown, result?: unknown) => void;
type Query = (...parameters: unknown[]) => unknown;

/**
 * Makes the connections of a pool fail as a plan says: every statement that goes through any client of the pool, of whatever library, in a
 * transaction or by itself. What is injected is what `pg` gives for the real thing, and a connection that "ended" really is destroyed.
 */
export function makeFaulty(pool: Pool, plan: FaultPlan): void {
  const known = new WeakSet<PoolClient>();
  const meet = (client: PoolClient): void => {
    if (known.has(client)) return;
    known.add(client);
    makeClientFaulty(client, plan);
  };
  pool.on('connect', meet);
  // One that was opened before must not stay the only one on which nothing ever fails.
  pool.on('acquire', meet);
}

function makeClientFaulty(client: PoolClient, plan: FaultPlan): void {
  const original = client.query.bind(client) as unknown as Query;
  const faulty: Query = (...parameters) => {
    const name = statementName(parameters[0]);
    const chosen = name === null || harmless.test(name) ? null : plan.next(name);
    const fault = chosen === 'deadlock' && control.test(name ?? '') ? null : chosen;
    if (fault === null) return original(...parameters);
    const callback = parameters.find((parameter): parameter is Callback => typeof parameter === 'function');
    const outcome = inject(fault, client, () => original(...parameters.filter((parameter) => typeof parameter !== 'function')) as Promise<unknown>);
    if (callback === undefined) return outcome;
    outcome.catch((error: unknown) => callback(error));
    return undefined;
  };
  (client as unknown as { query: Query }).query = faulty;
}

async function inject(fault: Fault, client: PoolClient, execute: () => Promise<unknown>): Promise<never> {
  if (fault === 'deadlock') {
    await abortTransaction(client);
    throw databaseError('40P01', 'deadlock detected');
  }
  if (fault === 'committed_unseen') await execute();
  destroy(client);
  if (fault === 'refused') throw databaseError('57P03', 'the database system is starting up');
  if (fault === 'timeout') throw databaseError('ETIMEDOUT', 'read ETIMEDOUT');
  throw new Error('Connection terminated unexpectedly');
}

/** The victim of a deadlock stays connected; the transaction that it is in, if any, is aborted by a statement that fails. */
async function abortTransaction(client: PoolClient): Promise<void> {
  const { query } = Object.getPrototypeOf(client) as { query(this: PoolClient, text: string): Promise<unknown> };
  await query.call(client, 'select 1 / 0').catch(() => undefined);
}

function destroy(client: PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

function databaseError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** The name of a prepared statement, else its beginning; `null` for cursors and streams, which are not statements of the engine. */
function statementName(statement: unknown): string | null {
  if (typeof statement === 'string') return shortened(statement);
  const { name, text, submit } = (statement ?? {}) as { name?: unknown; text?: unknown; submit?: unknown };
  if (typeof submit === 'function') return null;
  if (typeof name === 'string' && name !== '') return name;
  return typeof text === 'string' ? shortened(text) : null;
}

const shortened = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, 80);
