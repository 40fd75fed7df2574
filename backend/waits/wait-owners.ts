import { Injectable } from '@nestjs/common';
import type { EndedWait } from './wait.ts';

/**
 * Who is told when a wait ends. Register in `onModuleInit`. A handler may be called twice for one wait, also at the same time: it
 * decides by what it finds whether there is anything left to do. One that rejects is called again later.
 */
@Injectable()
export class WaitOwners {
  private readonly owners = new Map<string, (wait: EndedWait) => Promise<void>>();

  add(owner: 'flow' | 'workflow' | 'agent', handle: (wait: EndedWait) => Promise<void>): void {
    if (this.owners.has(owner)) throw new Error(`Two want to be told of the waits of ${owner}`);
    this.owners.set(owner, handle);
  }

  async tell(wait: EndedWait): Promise<void> {
    const handle = this.owners.get(wait.owner);
    if (!handle) throw new Error(`Nobody is told of the waits of ${wait.owner}`);
    await handle(wait);
  }
}
