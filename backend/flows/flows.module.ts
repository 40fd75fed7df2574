import { Module } from '@nestjs/common';
import { FlowSources } from './flow-sources.ts';

/** Flows and their versions. `FlowSources` is what the flow engine runs from. */
@Module({ providers: [FlowSources], exports: [FlowSources] })
export class FlowsModule {}
