import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { Json } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { Waits } from './waits.service.ts';
import type { EventQuery } from './waits.contract.ts';

/** Takes events from outside, for which flows and workflows wait by their key. */
@Injectable()
export class EventIntake {
  constructor(
    private readonly database: Database,
    private readonly waits: Waits,
    private readonly events: Events,
  ) {}

  /** Ends every wait of the workspace for the key; gives how many those were. */
  receive(auth: Auth, key: string, payload: Json, { keep_s: keepSeconds }: EventQuery): Promise<{ resumed: number }> {
    return this.database.transaction(async (transaction) => {
      const resumed = await this.waits.endByEvent(transaction, auth.workspaceId, key, payload ?? null, keepSeconds ?? null);
      await this.events.record(transaction, auth, {
        action: 'event.received',
        objectKind: 'event',
        objectPath: key,
        details: { resumed, is_kept: resumed === 0 && keepSeconds !== undefined },
      });
      return { resumed };
    });
  }
}
