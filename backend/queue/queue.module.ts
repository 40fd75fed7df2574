import { Global, Module } from '@nestjs/common';
import { DueTimes } from './due-times.ts';

/** What every maker of queue rows shares; the queue itself belongs to the worker. */
@Global()
@Module({ providers: [DueTimes], exports: [DueTimes] })
export class QueueModule {}
