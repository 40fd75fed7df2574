import { RunLost, type AgentJournal, type AgentRecord, type SummaryRecord, type ToolEnding, type ToolRecord, type TurnRecord } from '../../../agents/ports.ts';
import type { Json } from '../../common/json.ts';
import { runIn, type Database, type Transaction } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import type { JobResults } from '../../jobs/job-results.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { changeStep, holdRun, loadSteps, lockStep, recordStep, type StepChange, type StepRow, type ToolDetail } from './agent-step.sql.ts';
import { insertChunks, type AgentStream } from './agent-chunks.ts';
import { outputOf } from './tool-outcome.ts';

/** A recorded call with what only the product knows of it. */
export type KnownCall = { record: ToolRecord; detail: ToolDetail | null; childJobId: string | null; approvalId: string | null; waitId: string | null };

/** An output up to this size stands in the record; a larger one is read from the job that gave it. In characters. */
const inlineCharacters = 256 * 1024;

/**
 * Records what a run does. Every write first takes hold of the job, so a worker that has lost it writes nothing more. What watchers were shown is
 * written in the same transaction, so that after a crash both end at the same place.
 */
export class RunJournal implements AgentJournal {
  readonly calls = new Map<string, KnownCall>();

  constructor(
    private readonly database: Database,
    private readonly results: JobResults,
    private readonly job: StartedJob,
    private readonly workerId: () => string,
    private readonly stream: AgentStream,
    private readonly onCall: (call: KnownCall) => void,
  ) {}

  async load(): Promise<AgentRecord[]> {
    const rows = await untilAnswered(() => this.database.run<StepRow>(loadSteps(this.job.id)));
    this.calls.clear();
    const records = await Promise.all(rows.map((row) => this.read(row)));
    return records.map((record) => ({ ...record }));
  }

  async turn(record: TurnRecord, calls: readonly ToolRecord[]): Promise<void> {
    await this.record(record, calls);
    for (const call of calls) this.know({ record: { ...call }, detail: null, childJobId: null, approvalId: null, waitId: null });
  }

  async summary(record: SummaryRecord): Promise<void> {
    await this.record(record, []);
  }

  async toolEnded(callId: string, ending: ToolEnding): Promise<void> {
    const known = this.known(callId);
    const record: ToolRecord = {
      ...known.record,
      status: ending.status,
      output: ending.status === 'succeeded' ? ending.output : null,
      error: 'error' in ending ? ending.error : null,
      endedAt: Date.now(),
    };
    const isElsewhere = known.childJobId !== null && JSON.stringify(record.output ?? null).length > inlineCharacters;
    await this.change({ record: isElsewhere ? { ...record, output: null } : record, endedAt: new Date(record.endedAt ?? Date.now()) });
    known.record = record;
    this.onCall(known);
  }

  /** Writes how a call goes on, with what else belongs into the transaction. After a lost answer it is there already, and is not done again. */
  async change(change: StepChange, also?: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.write(async (transaction) => {
      const [row] = await runIn<Pick<StepRow, 'child_job_id' | 'wait_id' | 'approval_id'>>(transaction, lockStep(this.job.id, change.record.callId));
      const isThere =
        (change.childJobId !== undefined && row?.child_job_id === change.childJobId) || (change.waitId !== undefined && row?.wait_id === change.waitId);
      if (isThere) return void (change.approvalId = row?.approval_id ?? change.approvalId);
      await also?.(transaction);
      await runIn(transaction, changeStep(this.job.id, change));
    });
    const known = this.known(change.record.callId);
    Object.assign(known, {
      record: change.record,
      detail: change.detail ?? known.detail,
      childJobId: change.childJobId ?? known.childJobId,
      approvalId: change.approvalId ?? known.approvalId,
      waitId: change.waitId ?? known.waitId,
    });
    if (change.endedAt === undefined) this.onCall(known);
  }

  known(callId: string): KnownCall {
    const known = this.calls.get(callId);
    if (!known) throw new Error(`The call ${callId} is not on record`);
    return known;
  }

  private know(call: KnownCall): void {
    this.calls.set(call.record.callId, call);
    this.onCall(call);
  }

  private async read(row: StepRow): Promise<AgentRecord> {
    if (row.record.kind !== 'tool') return row.record;
    const record = row.record;
    const call = { record, detail: row.detail, childJobId: row.child_job_id, approvalId: row.approval_id, waitId: row.wait_id };
    this.calls.set(record.callId, call);
    if (record.status === 'succeeded' && record.output === null && row.child_job_id !== null)
      record.output = await this.outputElsewhere(row.child_job_id, row.detail);
    return record;
  }

  private async outputElsewhere(jobId: string, detail: ToolDetail | null): Promise<Json> {
    const job = await untilAnswered(() => this.results.read(jobId));
    return job ? outputOf(job, detail?.kind ?? 'script') : null;
  }

  private async record(record: TurnRecord | SummaryRecord, calls: readonly ToolRecord[]): Promise<void> {
    const { job } = this;
    const used = {
      jobId: job.id,
      workspaceId: job.workspace_id,
      agentPath: job.path,
      person: job.created_by,
      usage: record.usage,
      isTurn: record.kind === 'turn',
      toolCalls: calls.length,
      workedMs: Math.max(0, Math.round(record.endedAt - record.startedAt)),
    };
    await this.write(async (transaction) => void (await runIn(transaction, recordStep(record, calls, { ...used, keptSeq: this.stream.lastSeq }))));
  }

  private async write(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    const chunks = await this.stream.takeUnwritten();
    await untilAnswered(() =>
      this.database.transaction(async (transaction) => {
        if ((await runIn(transaction, holdRun(this.job.id, this.workerId(), this.job.attempt))).length === 0) throw new RunLost('The run is not ours any more');
        if (chunks.length > 0) await runIn(transaction, insertChunks(chunks));
        await work(transaction);
        await transaction.query('update agent_run set kept_seq = greatest(kept_seq, $2) where job_id = $1', [this.job.id, this.stream.lastSeq]);
      }),
    );
  }
}
