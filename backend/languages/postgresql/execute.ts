import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { z } from 'zod';
import type { JsonObject } from '../../common/json.ts';
import { TableQuery } from '../../schema/table-query.contract.ts';
import { ScriptFailure, type ExecuteRequest } from '../language.ts';
import { positionAt } from '../source-position.ts';
import { readAnnotations, type Annotations, type Collection, type Parameter } from './annotations.ts';
import { cancelSession, closeSession, openSession, targetOf, type Target } from './connections.ts';
import { statementFailure } from './failure.ts';
import { runStatement, type StatementResult } from './run-statement.ts';
import { allParameters, databaseArgument, queryArgument } from './signature.ts';
import { managesTransactions, splitStatements, type Statement } from './statements.ts';
import { answerOf } from './table-answer.ts';
import { columnsStatement, headOf, tableStatements, typeNamesStatement } from './table-query.ts';

const defaultRowLimit = 10_000;
const cancelGraceMs = 2_000;

type Plan = { content: string; statements: Statement[]; parameters: Parameter[]; annotations: Annotations; target: Target };

/**
 * Runs a script on the database that its argument names. Several statements are one transaction, unless they decide about
 * transactions themselves; the result is the rows of the last one, unless a comment asks for something else.
 */
export async function execute(request: ExecuteRequest): Promise<unknown> {
  request.signal.throwIfAborted();
  const plan = planOf(request.content, request.args);
  const session = await openSession(plan.target);
  const report = (notice: { severity?: string | undefined; message?: string | undefined }): void =>
    request.log(`${notice.severity ?? 'NOTICE'}: ${notice.message ?? ''}\n`);
  session.on('notice', report);
  const stop = stopOnAbort(session, plan.target, request.signal);
  let isUsable = true;
  try {
    if (plan.annotations.isTable) return await runTable(session, plan, request);
    return collected(await runAll(session, plan, request), plan.annotations.collection);
  } catch (error) {
    // After anything but an error of a statement, a request to cancel may still be on its way to this session.
    isUsable = error instanceof ScriptFailure && error.error.name === 'PostgresError';
    throw request.signal.aborted ? request.signal.reason : error;
  } finally {
    stop.dispose();
    session.off('notice', report);
    await stop.settled();
    await closeSession(session, isUsable && !stop.isCancelled);
  }
}

function planOf(content: string, args: JsonObject): Plan {
  const { statements, comments, unclosed } = splitStatements(content);
  if (unclosed)
    throw new ScriptFailure({ name: 'SyntaxError', code: '42601', message: `This ${unclosed.what} is never closed.`, ...positionAt(content, unclosed.start) });
  const annotations = readAnnotations(comments, statements);
  return { content, statements, annotations, parameters: allParameters(annotations.parameters, statements), target: targetOf(args[databaseArgument]) };
}

async function runAll(session: pg.PoolClient, plan: Plan, request: ExecuteRequest): Promise<StatementResult[]> {
  const isOneTransaction = plan.statements.length > 1 && !managesTransactions(plan.statements);
  const results: StatementResult[] = [];
  if (isOneTransaction) await session.query('begin');
  for (const [index, statement] of plan.statements.entries()) {
    request.signal.throwIfAborted();
    const isWanted = plan.annotations.collection.statements === 'all' || index === plan.statements.length - 1;
    const result = await runOne(session, statement, plan, request, isWanted);
    request.log(`${result.command}${result.rowCount === null ? '' : ` ${result.rowCount}`}\n`);
    if (isWanted) results.push(result);
  }
  if (isOneTransaction) await commit(session, plan);
  if (session.getTransactionStatus() !== 'I') {
    throw new ScriptFailure({
      name: 'TransactionError',
      code: 'job/transaction_open',
      message: 'The script began a transaction and did not end it, so nothing of it was kept. End it with "commit".',
    });
  }
  return results;
}

/** The rows of a table's question, and what it counts over all that match. Statements before the last one run as they are. */
async function runTable(session: pg.PoolClient, plan: Plan, request: ExecuteRequest): Promise<unknown> {
  const last = plan.statements.at(-1);
  if (!last || managesTransactions(plan.statements))
    throw new ScriptFailure({
      name: 'ArgumentError',
      code: 'job/args_invalid',
      message: 'A script with "-- table_query" ends with one select, and leaves transactions alone.',
    });
  const parsed = TableQuery.safeParse(request.args[queryArgument] ?? {});
  if (!parsed.success)
    throw new ScriptFailure({
      name: 'ArgumentError',
      code: 'job/args_invalid',
      message: `The argument "query" is no question of a table: ${z.prettifyError(parsed.error)}`,
    });
  const query = parsed.data;
  await session.query('begin');
  for (const statement of plan.statements.slice(0, -1)) await runOne(session, statement, plan, request, false);
  const run = (text: string, values: readonly unknown[] = []): Promise<StatementResult> => runWrapped(session, plan, request, last, text, values);
  const { names, types } = await run(columnsStatement(last.text));
  const typeNames = query.page.after === null ? [] : await typeNamesOf(session, types);
  const columns = names.map((name, index) => ({ name, type: types[index] ?? 0, ...(typeNames[index] ? { typeName: typeNames[index] } : {}) }));
  const statements = tableStatements(last.text, query, columns, Math.max(0, ...last.parameters));
  const answer = await answerOf(query, statements, ({ text, values }) => run(text, values));
  await commit(session, plan);
  request.log(`SELECT ${answer.rows.length}\n`);
  return answer;
}

async function typeNamesOf(session: pg.PoolClient, types: readonly number[]): Promise<string[]> {
  const { rows } = await session.query<[string]>({ text: typeNamesStatement, values: [types], rowMode: 'array' });
  return rows.map(([name]) => name);
}

/** Runs a statement around that of the script: its own arguments come first, those of the question behind them. */
async function runWrapped(
  session: pg.PoolClient,
  plan: Plan,
  request: ExecuteRequest,
  base: Statement,
  text: string,
  values: readonly unknown[],
): Promise<StatementResult> {
  request.signal.throwIfAborted();
  const first = Math.max(0, ...base.parameters) + 1;
  const more = values.map((_value, index): Parameter => ({
    position: first + index,
    name: ` ${index}`,
    type: null,
    hasDefault: false,
    default: undefined,
    description: '',
  }));
  const own = plan.parameters.filter(({ position }) => position < first);
  const statement: Statement = { text, start: base.start - headOf(text), parameters: new Set([...base.parameters, ...more.map(({ position }) => position)]) };
  const args = { ...request.args, ...Object.fromEntries(values.map((value, index) => [` ${index}`, value])) } as JsonObject;
  const cancel = (): void => void cancelSession(plan.target, processIdOf(session)).catch(() => undefined);
  try {
    return await runStatement(session, statement, [...own, ...more], args, { keep: Number.POSITIVE_INFINITY, limit: defaultRowLimit + 1, cancel });
  } catch (error) {
    throw statementFailure(error, plan.content, statement, plan.target);
  }
}

/** Constraints that are checked late fail here. */
async function commit(session: pg.PoolClient, plan: Plan): Promise<void> {
  try {
    await session.query('commit');
  } catch (error) {
    throw statementFailure(error, plan.content, plan.statements.at(-1) as Statement, plan.target);
  }
}

async function runOne(session: pg.PoolClient, statement: Statement, plan: Plan, request: ExecuteRequest, isWanted: boolean): Promise<StatementResult> {
  const { collection, isStream } = plan.annotations;
  const keepsFirst = collection.rows === 'first' || !isWanted;
  try {
    return await runStatement(session, statement, plan.parameters, request.args, {
      keep: isWanted ? (keepsFirst ? 1 : Number.POSITIVE_INFINITY) : 0,
      limit: keepsFirst || isStream ? Number.POSITIVE_INFINITY : defaultRowLimit,
      cancel: () => void cancelSession(plan.target, processIdOf(session)).catch(() => undefined),
    });
  } catch (error) {
    throw statementFailure(error, plan.content, statement, plan.target);
  }
}

function collected(results: readonly StatementResult[], collection: Collection): unknown {
  const each = results.map(({ names, rows }) => {
    const values = rows.map((row) => (collection.isScalar ? (row[0] ?? null) : Object.fromEntries(names.map((name, index) => [name, row[index]]))));
    return collection.rows === 'first' ? (values[0] ?? null) : values;
  });
  // The first of no rows is none, which is something else than no rows.
  return collection.statements === 'all' ? each : each.length === 0 ? [] : each[0];
}

function processIdOf(session: pg.PoolClient): number {
  return (session as pg.PoolClient & { processID: number }).processID;
}

type Stop = { readonly isCancelled: boolean; dispose(): void; settled(): Promise<void> };

/** Cancels on the server what the session does; where the server does not answer, the connection is cut. */
function stopOnAbort(session: pg.PoolClient, target: Target, signal: AbortSignal): Stop {
  let cancelling: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const cut = (): void => void (session as pg.PoolClient & { connection: { stream: Duplex } }).connection.stream.destroy();
  const onAbort = (): void => {
    timer = setTimeout(cut, cancelGraceMs);
    cancelling = cancelSession(target, processIdOf(session)).catch(cut);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    get isCancelled() {
      return cancelling !== null;
    },
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
    // A late cancel request must not hit the next job of this session.
    settled: async () => {
      await cancelling;
    },
  };
}
