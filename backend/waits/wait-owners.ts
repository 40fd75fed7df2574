import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/database.ts';
import type { EndedWait } from './wait.ts';

/** Who may wait. */
type WaitOwner = 'flow' | 'workflow' | 'agent';

/**
 * Who is told when a wait ends. Register in `onModuleInit`. A handler may be called twice for one wait, also at the same time: it
 * decides by what it finds whether there is anything left to do. One that rejects is called again later.
 */
@Injectable()
export class WaitOwners {
  private readonly owners = new Map<string, (wait: EndedWait) => Promise<void>>();
  private readonly wakers = new Map<string, (transaction: Transaction, jobIds: readonly string[]) => Promise<void>>();

  /** `wakeAll`: all that ever follows from the end of a wait is that its job wakes, so many can be woken in the transaction that ends their waits. */
  add(owner: WaitOwner, handle: (wait: EndedWait) => Promise<void>, wakeAll?: (transaction: Transaction, jobIds: readonly string[]) => Promise<void>): void {
    if (this.owners.has(owner)) throw new Error(`Two want to be told of the waits of ${owner}`);
    this.owners.set(owner, handle);
    if (wakeAll) this.wakers.set(owner, wakeAll);
  }

  /** Owners whose jobs are woken many at once. */
  get wokenTogether(): string[] {
    return [...this.wakers.keys()];
  }

  /** Wakes the jobs of such owners, in the transaction that has ended their waits. */
  async wakeAll(transaction: Transaction, waits: readonly { owner: string; job_id: string }[]): Promise<void> {
    for (const [owner, wake] of this.wakers) {
      const jobIds = [...new Set(waits.filter((wait) => wait.owner === owner).map(({ job_id: jobId }) => jobId))].sort();
      if (jobIds.length > 0) await wake(transaction, jobIds);
    }
  }

  async tell(wait: EndedWait): Promise<void> {
    const handle = this.owners.get(wait.owner);
    if (!handle) throw new Error(`Nobody is told of the waits of ${wait.owner}`);
    await handle(wait);
  }
}
