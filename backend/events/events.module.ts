import { Global, Module } from '@nestjs/common';
import { Events } from './events.service.ts';

/** The event log, for every domain. */
@Global()
@Module({ providers: [Events], exports: [Events] })
export class EventsModule {}
