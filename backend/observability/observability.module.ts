import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { HealthController } from './health.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.ts';

/** Health, version and metrics. */
@Global()
@Module({ imports: [AuthModule], controllers: [HealthController, MetricsController], providers: [Metrics], exports: [Metrics] })
export class ObservabilityModule {}
