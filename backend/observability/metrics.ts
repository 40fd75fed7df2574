import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { Database } from '../database/database.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import type { RunnerStats } from '../runner/runner.ts';

/** Seconds, from a warm call to an hour. */
const durationBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 1800, 3600];

/** The numbers of this process and of the queue, in Prometheus form. What lies in the database is read when it is asked for. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly started = new Counter({
    name: 'millrace_jobs_started_total',
    help: 'Attempts that this worker began',
    labelNames: ['tag'],
    registers: [this.registry],
  });
  private readonly ended = new Counter({
    name: 'millrace_jobs_ended_total',
    help: 'Attempts that this worker ended',
    labelNames: ['tag', 'state'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'millrace_job_duration_seconds',
    help: 'From the claim of an attempt to its report',
    labelNames: ['path', 'state'],
    buckets: durationBuckets,
    registers: [this.registry],
  });

  constructor(private readonly database: Database) {
    collectDefaultMetrics({ register: this.registry, prefix: 'millrace_' });
    this.watchQueue();
    this.watchDatabase();
  }

  jobStarted(job: StartedJob): void {
    this.started.inc({ tag: job.tag });
  }

  jobEnded(job: StartedJob, state: string, durationMs: number): void {
    this.ended.inc({ tag: job.tag, state });
    this.durations.observe({ path: `${job.workspace_id}/${job.path}`, state }, durationMs / 1000);
  }

  /** Shows the pool of runners and the slots of the worker of this process. */
  watchRunners(stats: () => RunnerStats, slots: () => { busy: number; capacity: number }): void {
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read());
        },
      });
    gauge('millrace_runners_busy', 'Runner processes with a job', () => stats().busy);
    gauge('millrace_runners_parked', 'Idle runner processes', () => stats().parked);
    gauge('millrace_runners_started', 'Runner processes started since the begin', () => stats().started);
    gauge('millrace_runners_reused', 'Jobs that found a warm process', () => stats().reused);
    gauge('millrace_runners_memory_bytes', 'Memory of all runner processes', () => stats().memoryBytes);
    gauge('millrace_worker_slots_busy', 'Slots of this worker with a job', () => slots().busy);
    gauge('millrace_worker_slots', 'Slots of this worker', () => slots().capacity);
  }

  /** Everything as text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private watchQueue(): void {
    const { database } = this;
    const age = new Gauge({
      name: 'millrace_queue_age_seconds',
      help: 'Age of the oldest job that could run now',
      labelNames: ['tag'],
      registers: [this.registry],
    });
    new Gauge({
      name: 'millrace_queue_depth',
      help: 'Jobs that wait',
      labelNames: ['tag'],
      registers: [this.registry],
      async collect() {
        const rows = await database.run<{ tag: string; depth: number; age: number }>({
          text: `select tag, count(*)::integer as depth, greatest(0, extract(epoch from now() - min(scheduled_for)))::float8 as age from job where status = 'queued' and ended_at is null group by tag`,
          values: [],
        });
        this.reset();
        age.reset();
        for (const { tag, depth, age: seconds } of rows) {
          this.set({ tag }, depth);
          age.set({ tag }, seconds);
        }
      },
    });
  }

  private watchDatabase(): void {
    const { pool } = this.database;
    new Gauge({
      name: 'millrace_database_connections',
      help: 'Connections of this process',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        this.set({ state: 'open' }, pool.totalCount);
        this.set({ state: 'idle' }, pool.idleCount);
        this.set({ state: 'wanted' }, pool.waitingCount);
      },
    });
  }
}
