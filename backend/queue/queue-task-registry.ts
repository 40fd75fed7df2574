import { Injectable } from '@nestjs/common';
import type { QueueTasks } from './queue.ts';

/**
 * Where domains put the tasks of the queue that are theirs: due times, ends of jobs that they watch, messages to send. Every worker
 * takes them, beside jobs and never behind them: a worker whose slots are all busy still handles these at once.
 *
 * Register in `onModuleInit`: workers start after it. A handler may be called twice for one row, also at the same time, so it claims
 * what it works on; one that rejects has its row tried again later.
 */
@Injectable()
export class QueueTaskRegistry {
  private readonly tasks = new Map<string, QueueTasks[string]>();

  /** `name` is the name of the task in the queue. */
  add(name: string, handle: QueueTasks[string]): void {
    if (this.tasks.has(name)) throw new Error(`The task ${name} of the queue is handled twice`);
    this.tasks.set(name, handle);
  }

  all(): QueueTasks {
    return Object.fromEntries(this.tasks);
  }
}
