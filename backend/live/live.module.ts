import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { LiveGateway } from './live.gateway.ts';
import { LiveService } from './live.service.ts';

/** Jobs, logs and workers as they change, over socket.io. */
@Module({ imports: [AuthModule], providers: [LiveGateway, LiveService] })
export class LiveModule {}
