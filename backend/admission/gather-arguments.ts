import type { JsonObject } from '../common/json.ts';
import { runIn, type Transaction } from '../database/database.ts';
import type { SecretArguments } from '../jobs/secret-arguments.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';

/** Calls that become one: `ids` in the order in which they came, the last of them runs with the lists of all. */
export type GatheredCalls = { workspaceId: string; ids: readonly string[]; names: readonly string[] };

type CallRow = { id: string; args: JsonObject; settings: ScriptSettings };

/** The lists of all calls as one; what is no list is one item of it, what is not there is none. */
export const gatherLists = (values: readonly unknown[]): unknown[] =>
  values.flatMap((value) => (value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value]));

/** Gives the last of some debounced calls the lists of all of them. What is secret stays so; what was marked as plain text stays that too. */
export async function gatherArguments(transaction: Transaction, secrets: SecretArguments, { workspaceId, ids, names }: GatheredCalls): Promise<void> {
  const intoId = ids.at(-1) ?? '';
  const rows = await runIn<CallRow>(transaction, readCalls(ids));
  const calls = await Promise.all(rows.map(async ({ id, args }) => secrets.open(workspaceId, id, pick(args, names))));
  const found = names.filter((name) => calls.some(({ args }) => args[name] !== undefined));
  if (found.length === 0) return;
  const lists = Object.fromEntries(found.map((name) => [name, gatherLists(calls.map(({ args }) => args[name]))])) as JsonObject;
  const sealed = await secrets.sealHolders(workspaceId, intoId, lists, [...new Set(calls.flatMap(({ values }) => values))]);
  const plain = new Set(rows.flatMap(({ settings }) => settings.plain_arguments ?? []));
  await runIn(
    transaction,
    giveArguments(
      intoId,
      sealed,
      found.filter((name) => plain.has(name)),
    ),
  );
}

const pick = (args: JsonObject, names: readonly string[]): JsonObject => Object.fromEntries(Object.entries(args).filter(([name]) => names.includes(name)));

const readCalls = (ids: readonly string[]) => ({
  text: 'select job.id, job.args, job.settings from unnest($1::uuid[]) with ordinality as call (id, place) join job on job.id = call.id order by call.place',
  values: [ids],
});

const giveArguments = (id: string, args: JsonObject, plain: readonly string[]) => ({
  text: `
update job set args = (args::jsonb || $2::jsonb)::json,
  settings = case when $3::jsonb = '[]' then settings else settings || jsonb_build_object('plain_arguments', coalesce(settings->'plain_arguments', '[]') || $3::jsonb) end
where id = $1 and status = 'queued' and admitted_at is null`,
  values: [id, JSON.stringify(args), JSON.stringify(plain)],
});
