import type { UIMessageChunk } from 'ai';
import type { Database } from '../../database/database.ts';
import type { Statement } from '../../database/database.ts';
import { isDatabaseLost } from '../../common/database-lost.ts';
import type { Logger } from '../../observability/logger.ts';
import { foldChunk, keptParts, type Shown } from '../core/fold-chunks.ts';
import type { MessagePart } from '../threads.contract.ts';

/** A numbered piece of the stream of a thread. */
export type NumberedChunk = { threadId: string; jobId: string; seq: number; chunk: UIMessageChunk };

/** Statements follow each other no faster than this, and what comes in between shares one: shorter than anybody sees, long enough for many runs at once. */
const batchMs = 40;

/** Writes pieces of all runs of this process, many to a statement. A lost database delays them and loses none. */
export class ChunkWriter {
  private waiting: NumberedChunk[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private flushedAtMs = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** The first piece after a pause is written at once: the first word of an answer is what people wait for. */
  add(chunk: NumberedChunk): void {
    this.waiting.push(chunk);
    this.timer ??= setTimeout(() => void this.flush(), Math.max(0, this.flushedAtMs + batchMs - performance.now()));
  }

  /** Takes what waits for one thread, for whoever writes it in a transaction of their own; what was on its way before is written then. */
  async take(threadId: string): Promise<NumberedChunk[]> {
    await this.writing;
    const own = this.waiting.filter((chunk) => chunk.threadId === threadId);
    this.waiting = this.waiting.filter((chunk) => chunk.threadId !== threadId);
    return own;
  }

  /** Writes what waits; in order, one statement at a time. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.flushedAtMs = performance.now();
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const batch = this.waiting.splice(0);
    if (batch.length === 0) return;
    try {
      await this.database.run(insertChunks(batch));
    } catch (error) {
      if (!isDatabaseLost(error)) return this.logger.error({ err: error }, 'Could not write pieces of answers; their messages will have them');
      this.waiting = [...batch, ...this.waiting];
      this.timer ??= setTimeout(() => void this.flush(), batchMs * 10);
    }
  }
}

/** Writes pieces and tells who watches. The same piece twice is written once. */
export function insertChunks(chunks: readonly NumberedChunk[]): Statement {
  const rows = chunks.map(({ threadId, jobId, seq, chunk }) => ({ thread_id: threadId, job_id: jobId, seq, chunk }));
  return {
    name: 'insert_agent_chunks',
    text: `
with written as (
  insert into agent_chunk (thread_id, seq, job_id, chunk)
  select thread_id, seq, job_id, chunk from json_to_recordset($1::json) as row (thread_id uuid, seq integer, job_id uuid, chunk json)
  where exists (select from thread where thread.id = row.thread_id)
  on conflict (thread_id, seq) do nothing
)
select pg_notify('millrace_thread', payload) from (
  select string_agg(thread_id, ',') as payload
  from (select thread_id, (row_number() over () - 1) / 150 as payload_number from (select distinct unnest($2::text[]) as thread_id) as threads) as numbered
  group by payload_number) as payloads`,
    values: [JSON.stringify(rows), chunks.map(({ threadId }) => threadId)],
  };
}

/** Pieces that stand for tool calls in the protocol; ours tell more, as `data-tool`. */
const isOfTools = (chunk: UIMessageChunk): boolean => chunk.type.startsWith('tool-');

/** The stream of one run: numbers its pieces and knows what they show. */
export class AgentStream {
  constructor(
    private readonly writer: ChunkWriter,
    private readonly place: { threadId: string; jobId: string },
    private nextSeq: number,
    private shown: Shown,
  ) {}

  emit(chunk: UIMessageChunk): void {
    if (isOfTools(chunk)) return;
    this.shown = foldChunk(this.shown, chunk);
    this.writer.add({ ...this.place, seq: this.nextSeq, chunk });
    this.nextSeq += 1;
  }

  /** Shows a call as it stands now. */
  emitTool(part: Extract<MessagePart, { type: 'tool' }>): void {
    this.emit({ type: 'data-tool', id: part.call_id, data: part });
  }

  /** What is not written yet, for a transaction that is to be seen together with it. */
  takeUnwritten(): Promise<NumberedChunk[]> {
    return this.writer.take(this.place.threadId);
  }

  get lastSeq(): number {
    return this.nextSeq - 1;
  }

  get parts(): MessagePart[] {
    return keptParts(this.shown.parts);
  }
}
