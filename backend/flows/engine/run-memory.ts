import type { KeptRun } from './kept-run.ts';

/** What all runs that are kept may weigh, in bytes or so. */
const mostWeight = 64_000_000;

/**
 * Runs that this process has lately decided about. A run is taken out to be decided about and put back when the decision is
 * committed: one whose transaction failed is simply not there any more, and is read again.
 */
export class RunMemory {
  private readonly runs = new Map<string, { run: KeptRun; weight: number }>();
  private total = 0;

  take(jobId: string): KeptRun | undefined {
    const kept = this.runs.get(jobId);
    if (!kept) return undefined;
    this.runs.delete(jobId);
    this.total -= kept.weight;
    return kept.run;
  }

  put(run: KeptRun): void {
    this.take(run.facts.job_id);
    if (run.state.run.status !== 'running') return;
    const { weight } = run;
    this.runs.set(run.facts.job_id, { run, weight });
    this.total += weight;
    for (const oldest of this.runs.keys()) {
      if (this.total <= mostWeight || this.runs.size === 1) return;
      this.take(oldest);
    }
  }
}
