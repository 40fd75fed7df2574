import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter } from 'prom-client';
import { isDatabaseLost } from '../common/database-lost.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { Logger } from '../observability/logger.ts';
import { Metrics } from '../observability/metrics.ts';
import { invariants, type Invariant } from './invariants.ts';

/** One broken invariant with what breaks it. */
export type Finding = { name: string; meaning: string; subjects: string[]; isHealed: boolean };

const intervalMs = 60_000;

/**
 * Checks every minute that the database tells no lie about the work (D19). One process of all does it: whoever gets the lock.
 * A finding is a metric, an event and a warning; what is safe to mend is mended.
 */
@Injectable()
export class Auditor implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private readonly found: Counter;

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
    metrics: Metrics,
  ) {
    this.found = new Counter({
      name: 'millrace_auditor_findings_total',
      help: 'Broken invariants that the auditor found',
      labelNames: ['name'],
      registers: [metrics.registry],
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.MILLRACE_MODE === 'worker') return;
    this.timer = setInterval(() => void this.look(), intervalMs).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Checks all invariants now and mends what it may. Gives what it found, at best nothing. */
  async audit(): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const invariant of invariants) {
      const subjects = (await this.database.run<{ subject: string }>({ text: invariant.query, values: [] })).map(({ subject }) => subject);
      if (subjects.length > 0) findings.push(await this.tell(invariant, subjects));
    }
    return findings;
  }

  private async tell({ name, meaning, heal }: Invariant, subjects: string[]): Promise<Finding> {
    if (heal) await this.database.run({ text: heal, values: [subjects] });
    const finding = { name, meaning, subjects, isHealed: heal !== undefined };
    this.found.inc({ name }, subjects.length);
    this.logger.warn(finding, 'The auditor found a broken invariant');
    await this.database.transaction((transaction) =>
      this.events.record(
        transaction,
        { workspaceId: null, actor: 'system' },
        { action: 'auditor.found', objectKind: 'invariant', objectPath: name, details: finding },
      ),
    );
    return finding;
  }

  private async look(): Promise<void> {
    try {
      // One look per minute in the whole installation, however many servers there are: the lock goes with the transaction.
      await this.database.transaction(async (transaction) => {
        const [row] = (await transaction.query(`select pg_try_advisory_xact_lock(hashtext('millrace:auditor')) as is_mine`)) as { is_mine: boolean }[];
        if (row?.is_mine) await this.audit();
      });
    } catch (error) {
      if (!isDatabaseLost(error)) this.logger.error({ err: error }, 'The auditor failed');
    }
  }
}
