import { Global, Module } from '@nestjs/common';
import { ComingWaits } from './coming-waits.service.ts';
import { EventIntakeController } from './event-intake.controller.ts';
import { EventIntake } from './event-intake.service.ts';
import { WaitOwners } from './wait-owners.ts';
import { Waits } from './waits.service.ts';

/** What waits without a worker, for whoever has something that does. */
@Global()
@Module({ controllers: [EventIntakeController], providers: [ComingWaits, EventIntake, WaitOwners, Waits], exports: [WaitOwners, Waits] })
export class WaitsModule {}
