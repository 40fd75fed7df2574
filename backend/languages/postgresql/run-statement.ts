import pg from 'pg';
import type { JsonObject } from '../../common/json.ts';
import { ScriptFailure } from '../language.ts';
import type { Parameter } from './annotations.ts';
import type { Statement } from './statements.ts';
import { boundValue, parserOf } from './values.ts';

/** What a statement gave: names, types and values of its columns, what it did (`UPDATE`), and to how many rows. */
export type StatementResult = { names: string[]; types: number[]; rows: unknown[][]; command: string; rowCount: number | null };

/** How many rows are kept, and at how many it is too much. `cancel` makes the server stop sending. */
export type RowLimits = { keep: number; limit: number; cancel(): void };

/** Rows are held in the memory of the worker until the job ends, all columns together. */
const maximumBytes = 256 * 1024 * 1024;
const textType = 25;

/** Binds the arguments by their numbers and runs one statement. Rows past a limit are an error, never cut off. */
export async function runStatement(
  session: pg.PoolClient,
  statement: Statement,
  parameters: readonly Parameter[],
  args: JsonObject,
  limits: RowLimits,
): Promise<StatementResult> {
  const count = Math.max(0, ...statement.parameters);
  const bound = Array.from({ length: count }, (_, index) => parameters.find(({ position }) => position === index + 1));
  const declared = await typeNumbers(
    session,
    bound.flatMap((parameter) => (parameter?.type && statement.parameters.has(parameter.position) ? [parameter.type] : [])),
  );
  // A number that this statement does not use still needs a type; those without a declared type are inferred by the server.
  const types = bound.map((parameter, index) => (statement.parameters.has(index + 1) ? (declared.get(parameter?.type ?? '') ?? 0) : textType));
  const values = bound.map((parameter, index) =>
    parameter && statement.parameters.has(index + 1) ? boundValue(argumentOf(parameter, args), parameter) : null,
  );
  return await submit(session, statement.text, values, types, limits);
}

function argumentOf(parameter: Parameter, args: JsonObject): unknown {
  const value = args[parameter.name];
  return value === undefined ? parameter.default : value;
}

/** Numbers of types by their names, as this database knows them. */
async function typeNumbers(session: pg.PoolClient, names: readonly string[]): Promise<Map<string, number>> {
  const distinct = [...new Set(names)];
  if (distinct.length === 0) return new Map();
  const { rows } = await session.query<{ name: string; number: string }>('select name, name::regtype::oid::text as number from unnest($1::text[]) as name', [
    distinct,
  ]);
  return new Map(rows.map(({ name, number }) => [name, Number(number)]));
}

function submit(session: pg.PoolClient, text: string, values: (string | null)[], types: number[], limits: RowLimits): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    let seen = 0;
    let refusal: ScriptFailure | null = null;
    const rows: unknown[][] = [];
    const refuse = (code: string, message: string): void => {
      if (refusal) return;
      refusal = new ScriptFailure({ name: 'ResultError', code, message });
      rows.length = 0;
      limits.cancel();
    };
    const getTypeParser = (type: number): ((value: string) => unknown) => {
      const parse = parserOf(type);
      return (value) => {
        bytes += value.length;
        return refusal ? null : parse(value);
      };
    };
    // The list of numbers declares the parameters; its method tells how the columns of the result are read.
    const query = new pg.Query({
      text,
      values,
      rowMode: 'array',
      queryMode: 'extended',
      types: Object.assign(types, { getTypeParser }),
    } as unknown as pg.QueryArrayConfig);
    query.on('row', (row: unknown) => {
      seen += 1;
      if (seen > limits.limit)
        refuse(
          'job/too_many_rows',
          `The statement gives more than ${limits.limit} rows. Add a limit to it, keep only what is needed, or ask for all of them with the comment "-- stream".`,
        );
      else if (bytes > maximumBytes) refuse('job/result_too_large', `The rows are larger than ${maximumBytes / 1024 / 1024} MB. Select fewer columns or rows.`);
      else if (rows.length < limits.keep) rows.push(row as unknown[]);
    });
    query.on('end', (result) =>
      refusal
        ? reject(refusal)
        : resolve({
            names: distinctNames(result.fields.map(({ name }) => name)),
            types: result.fields.map(({ dataTypeID }) => dataTypeID),
            rows,
            command: result.command ?? '',
            rowCount: result.rowCount,
          }),
    );
    query.on('error', (error) => reject(refusal ?? error));
    session.query(query);
  });
}

/** Two columns of one name are both kept: `id`, `id_2`. */
function distinctNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let candidate = name;
    for (let number = 2; used.has(candidate); number += 1) candidate = `${name}_${number}`;
    used.add(candidate);
    return candidate;
  });
}
