import { Injectable } from '@nestjs/common';
import { newId } from '../../common/ids.ts';
import type { JsonObject } from '../../common/json.ts';
import { Database } from '../../database/database.ts';

/** A message as our own Slack keeps it. `seenBy` is the only one who sees it, where it is only for one. */
export type KeptMessage = {
  channel: string;
  ts: string;
  thread_ts: string | null;
  author: string;
  text: string;
  blocks: JsonObject[];
  seen_by: string | null;
  is_edited: boolean;
};
/** An open form. */
export type KeptView = { id: string; user: string; view: JsonObject; hash: string };
/** A click that a form may be opened for, once. */
export type KeptTrigger = { user: string; until: number; is_used: boolean };
/** Where an answer to a command or a click goes: five times within half an hour. */
export type KeptResponse = { user: string; channel: string; uses: number; until: number; ts: string | null };

type Kinds = { message: KeptMessage; view: KeptView; trigger: KeptTrigger; response: KeptResponse };

/** Keeps what our own Slack holds. In the database, since commands are received by one process and answered by another. */
@Injectable()
export class SimulatorStore {
  constructor(private readonly database: Database) {}

  async put<Kind extends keyof Kinds>(installId: string, kind: Kind, key: string, body: Kinds[Kind]): Promise<void> {
    await this.database.run({
      text: `insert into slack_simulator_item (id, install_id, kind, key, body) values ($1, $2, $3, $4, $5) on conflict (install_id, kind, key) do update set body = excluded.body`,
      values: [newId(), installId, kind, key, JSON.stringify(body)],
    });
  }

  async get<Kind extends keyof Kinds>(installId: string, kind: Kind, key: string): Promise<Kinds[Kind] | null> {
    const [row] = await this.database.run<{ body: Kinds[Kind] }>({
      text: 'select body from slack_simulator_item where install_id = $1 and kind = $2 and key = $3',
      values: [installId, kind, key],
    });
    return row?.body ?? null;
  }

  /** The newest first. */
  async list<Kind extends keyof Kinds>(installId: string, kind: Kind, limit: number): Promise<Kinds[Kind][]> {
    const rows = await this.database.run<{ body: Kinds[Kind] }>({
      text: 'select body from slack_simulator_item where install_id = $1 and kind = $2 order by at desc, id desc limit $3',
      values: [installId, kind, limit],
    });
    return rows.map(({ body }) => body);
  }

  async remove(installId: string, kind: keyof Kinds, key: string): Promise<void> {
    await this.database.run({ text: 'delete from slack_simulator_item where install_id = $1 and kind = $2 and key = $3', values: [installId, kind, key] });
  }

  async clear(installId: string): Promise<void> {
    await this.database.run({ text: 'delete from slack_simulator_item where install_id = $1', values: [installId] });
  }

  /** What is old is nobody's any more. */
  async prune(installId: string): Promise<void> {
    await this.database.run({
      text: `delete from slack_simulator_item where install_id = $1 and at < now() - case when kind = 'message' then interval '7 days' else interval '1 hour' end`,
      values: [installId],
    });
  }

  /** Counts a use of a response address; `null` when it has none left. In one statement: two answers at once are two uses. */
  async useResponse(installId: string, key: string): Promise<KeptResponse | null> {
    const [row] = await this.database.run<{ body: KeptResponse }>({
      text: `
update slack_simulator_item set body = jsonb_set(body, '{uses}', to_jsonb((body->>'uses')::integer + 1))
where install_id = $1 and kind = 'response' and key = $2 and (body->>'uses')::integer < 5 and (body->>'until')::float8 > extract(epoch from now()) * 1000
returning body`,
      values: [installId, key],
    });
    return row?.body ?? null;
  }

  /** Takes a trigger; one opens a form only once. */
  async useTrigger(installId: string, key: string): Promise<KeptTrigger | null> {
    const [row] = await this.database.run<{ body: KeptTrigger }>({
      text: `
update slack_simulator_item set body = jsonb_set(body, '{is_used}', 'true')
where install_id = $1 and kind = 'trigger' and key = $2 and not (body->>'is_used')::boolean and (body->>'until')::float8 > extract(epoch from now()) * 1000
returning body`,
      values: [installId, key],
    });
    return row?.body ?? null;
  }

  /** The members whom our own Slack knows: those of the workspace. */
  async people(workspaceId: string): Promise<{ user_id: string; username: string; name: string; email: string }[]> {
    return this.database.run({
      text: `select m.user_id, m.username, u.name, u.email from membership m join "user" u on u.id = m.user_id where m.workspace_id = $1 and m.disabled_at is null and u.disabled_at is null order by m.username`,
      values: [workspaceId],
    });
  }
}
