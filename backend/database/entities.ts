import type { EntityTarget } from 'typeorm';
import { EventEntity } from '../events/event.entity.ts';

/** Every entity of Millrace; `migrations/drift.db.spec.ts` compares them with what the migrations made. */
export const entities: EntityTarget<unknown>[] = [EventEntity];
