import { Module } from '@nestjs/common';
import { AdmissionService } from './admission.service.ts';

/** Who may start: concurrency keys, rates, debounce. */
@Module({ providers: [AdmissionService], exports: [AdmissionService] })
export class AdmissionModule {}
