import type { Statement } from '../database/database.ts';
import { slackCardTask, slackRequestTask, slackRunTask } from '../queue/task-names.ts';

/** What was received from Slack. */
export type NewSlackRequest = { id: string; installId: string; kind: 'command' | 'interaction' | 'event'; dedupeKey: string; payload: unknown };

/**
 * Writes down what Slack has sent and puts it into the queue, in one statement, before Slack is answered: what was acknowledged is never lost, and
 * what comes again finds its row. Gives a row only for what is new.
 */
export const receiveRequest = ({ id, installId, kind, dedupeKey, payload }: NewSlackRequest): Statement => ({
  name: 'slack_receive',
  text: `
with request as (
  insert into slack_request (id, install_id, kind, dedupe_key, payload) values ($1, $2, $3, $4, $5)
  on conflict (install_id, dedupe_key) do nothing
  returning id
)
select request.id from request, lateral graphile_worker.add_job('${slackRequestTask}', json_build_object('id', request.id), max_attempts => 8, priority => -200)`,
  values: [id, installId, kind, dedupeKey, JSON.stringify(payload)],
});

/** A request that is to be worked on. */
export const readRequest = (id: string): Statement => ({
  name: 'slack_read_request',
  text: 'select id, install_id, kind, payload from slack_request where id = $1 and handled_at is null and payload is not null',
  values: [id],
});

/** What was done is kept without its words, so that the same is known when it comes again. */
export const finishRequest = (id: string): Statement => ({
  name: 'slack_finish_request',
  text: 'update slack_request set handled_at = now(), payload = null where id = $1',
  values: [id],
});

/** Has Slack told how a run stands. `look` counts the times that it was looked at before. */
export const queueRunUpdate = (id: string, look: number, delayMs = 0): Statement => ({
  text: `select graphile_worker.add_job('${slackRunTask}', json_build_object('id', $1::text, 'look', $2::integer), run_at => now() + make_interval(secs => $3), max_attempts => 12, priority => -150)`,
  values: [id, look, delayMs / 1000],
});

/** Has the cards of a request posted or changed. */
export const queueCard = (id: string, occasion: string, delayMs = 0): Statement => ({
  text: `select graphile_worker.add_job('${slackCardTask}', json_build_object('id', $1::text, 'occasion', $2::text), run_at => now() + make_interval(secs => $3), max_attempts => 12)`,
  values: [id, occasion, delayMs / 1000],
});

/** Has all cards of a request changed. */
export const queueCardsOf = (requestId: string, occasion: string): Statement => ({
  text: `select graphile_worker.add_job('${slackCardTask}', json_build_object('id', id, 'occasion', $2::text), max_attempts => 12) is not null as queued from slack_card where request_id = $1`,
  values: [requestId, occasion],
});

/** For so long whoever tells Slack something keeps others from telling it; a process that died does not keep it longer. */
const sendingSeconds = 30;

/** Takes the right to tell Slack of something, so that an older state never comes after a newer one. Gives no row while somebody else has it. */
export const claimSending = (table: 'slack_run' | 'slack_card', id: string): Statement => ({
  name: `${table}_claim`,
  text: `update ${table} set sending_until = now() + interval '${sendingSeconds} seconds' where id = $1 and (sending_until is null or sending_until < now()) returning id`,
  values: [id],
});

export const releaseSending = (table: 'slack_run' | 'slack_card', id: string): Statement => ({
  name: `${table}_release`,
  text: `update ${table} set sending_until = null where id = $1`,
  values: [id],
});

/** What is over: requests and forms after a day, runs and threads after their time. */
export const forgetSlack = (days: number): Statement[] => [
  { text: `delete from slack_request where received_at < now() - interval '1 day'`, values: [] },
  { text: `delete from slack_modal where created_at < now() - interval '1 day'`, values: [] },
  { text: `delete from slack_run where created_at < now() - make_interval(days => $1)`, values: [days] },
  { text: `delete from slack_card where created_at < now() - make_interval(days => $1)`, values: [days] },
  { text: `delete from slack_thread where created_at < now() - make_interval(days => $1)`, values: [days] },
];
