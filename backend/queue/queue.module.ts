import { Global, Module } from '@nestjs/common';
import { DueTimes } from './due-times.ts';
import { QueueTaskRegistry } from './queue-task-registry.ts';

/** What every maker of queue rows shares; the queue itself belongs to the worker. */
@Global()
@Module({ providers: [DueTimes, QueueTaskRegistry], exports: [DueTimes, QueueTaskRegistry] })
export class QueueModule {}
