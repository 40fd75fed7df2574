import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Logger } from '../observability/logger.ts';
import { DueTimes } from '../queue/due-times.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { SlackCallError } from './slack-call-error.ts';

/** Longest that Slack makes us wait for one call; it asks for a minute at most. */
const longestWaitSeconds = 600;

/** Registers tasks that call Slack. Where it wants fewer calls the row comes again when it said so; what it will never take is logged, and not tried again. */
@Injectable()
export class SlackTasks {
  constructor(
    private readonly database: Database,
    private readonly tasks: QueueTaskRegistry,
    private readonly dueTimes: DueTimes,
    private readonly logger: Logger,
  ) {}

  add<Payload extends object>(name: string, handle: (payload: Payload) => Promise<void>): void {
    this.tasks.add(name, async (payload) => {
      try {
        await handle(payload as Payload);
      } catch (error) {
        if (!(error instanceof SlackCallError)) throw error;
        if (error.retryAfterSeconds !== null) return this.again(name, payload, error.retryAfterSeconds);
        if (error.isTransient) throw error;
        this.logger.warn({ task: name, code: error.slackCode }, 'Slack did not take a call');
      }
    });
  }

  private async again(name: string, payload: unknown, seconds: number): Promise<void> {
    const waitSeconds = Math.min(seconds, longestWaitSeconds);
    await this.database.run({
      text: 'select graphile_worker.add_job($1, $2::json, run_at => now() + make_interval(secs => $3), max_attempts => 8)',
      values: [name, JSON.stringify(payload), waitSeconds],
    });
    this.dueTimes.note(waitSeconds * 1000);
  }
}
