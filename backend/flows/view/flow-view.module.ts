import { Module } from '@nestjs/common';
import { FlowsModule } from '../flows.module.ts';
import { FlowViewController } from './flow-view.controller.ts';
import { FlowViewReader } from './flow-view.reader.ts';
import { FlowViewService } from './flow-view.service.ts';
import { StepResults } from './step-results.ts';

/** What happened in a flow run: reads only. */
@Module({ imports: [FlowsModule], controllers: [FlowViewController], providers: [FlowViewReader, FlowViewService, StepResults], exports: [StepResults] })
export class FlowViewModule {}
