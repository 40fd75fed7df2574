import { Module } from '@nestjs/common';
import { StateController } from './state.controller.ts';
import { StateService } from './state.service.ts';

/** What scripts remember between runs. */
@Module({ controllers: [StateController], providers: [StateService] })
export class StateModule {}
