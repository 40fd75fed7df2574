import type { Statement } from '../database/database.ts';
import { scheduleAlertTask, scheduleEndedTask, scheduleTask } from '../queue/task-names.ts';

const keyOf = (id: string): string => `schedule:${id}`;

/** Puts the one row of a schedule into the queue, or moves it: whatever the number of servers, its next tick is handled once. */
export const queueSchedule = (id: string, at: Date): Statement => ({
  text: `select graphile_worker.add_job('${scheduleTask}', json_build_object('id', $1::text), run_at => $2, max_attempts => 32000, job_key => $3, priority => -100)`,
  values: [id, at, keyOf(id)],
});

/** Takes the row of a schedule out of the queue. */
export const unqueueSchedule = (id: string): Statement => ({ text: 'select graphile_worker.remove_job($1)', values: [keyOf(id)] });

/** Has the end of a tick without a job looked at like that of a job. */
export const queueRefusedEnd = (tickId: string): Statement => ({
  text: `select graphile_worker.add_job('${scheduleEndedTask}', json_build_object('tick', $1::text), max_attempts => 32000)`,
  values: [tickId],
});

/** Asks for an e-mail, once per tick and occasion. A server that takes no mail for an hour is told to the people in the product instead. */
export const queueAlert = (tickId: string, occasion: 'failure' | 'recovery'): Statement => ({
  text: `select graphile_worker.add_job('${scheduleAlertTask}', json_build_object('tick', $1::text, 'occasion', $2::text), max_attempts => 10, job_key => $3)`,
  values: [tickId, occasion, `schedule_alert:${tickId}:${occasion}`],
});

/** Gives every schedule that waits for a tick its row in the queue back, should it have lost it. */
export const restoreSchedules: Statement = {
  text: `
select graphile_worker.add_job('${scheduleTask}', json_build_object('id', id), run_at => next_at, max_attempts => 32000, job_key => 'schedule:' || id, priority => -100) is not null as restored
from schedule where next_at is not null and not exists (select 1 from graphile_worker._private_jobs row where row.key = 'schedule:' || schedule.id)`,
  values: [],
};
