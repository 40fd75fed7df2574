import { isAppError } from '../backend/common/app-error.ts';
import type { Json } from '../backend/common/json.ts';
import { pageOf, readMoreTool, textOfOutput } from './core/tool-output.ts';
import type { AgentPorts, AgentRecord, ToolEnding, ToolRecord } from './ports.ts';

/** Calls that have not ended, and what running them needs. */
export type ToolBatch = { calls: readonly ToolRecord[]; records: readonly AgentRecord[]; hasOwnReadMore: boolean; atOnce: number };

/**
 * Runs calls side by side, so many at once, and records each end as it comes. One that waits for a person or for a long job makes room for the
 * next. Gives whether something is left that will wake the run. Rejects at once when `signal` aborts or the product fails; what still runs then is told to stop, and nothing more is recorded of it.
 */
export async function runTools(batch: ToolBatch, ports: AgentPorts, signal: AbortSignal): Promise<boolean> {
  const left = [...batch.calls];
  const stop = new AbortController();
  let isWaiting = false;
  const work = async (): Promise<void> => {
    for (let call = left.shift(); call !== undefined; call = left.shift()) {
      stop.signal.throwIfAborted();
      const ending = await runTool(call, batch, ports, stop.signal);
      stop.signal.throwIfAborted();
      if (ending === 'waiting') isWaiting = true;
      else await recordEnding(call, ending, ports);
    }
  };
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([Promise.all(Array.from({ length: Math.min(batch.atOnce, left.length) }, work)), rejectOnAbort(stop.signal)]);
    return isWaiting;
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function runTool(call: ToolRecord, { records, hasOwnReadMore }: ToolBatch, ports: AgentPorts, signal: AbortSignal): Promise<ToolEnding | 'waiting'> {
  if (call.name === readMoreTool.name && !hasOwnReadMore) return readMore(call, records);
  try {
    return await ports.tools.run(call, signal);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { status: 'failed', error: { code: error.code, message: error.message } };
  }
}

/** Another page of an output that is recorded. */
function readMore({ args }: ToolRecord, records: readonly AgentRecord[]): ToolEnding {
  const callId = String(args['call_id']);
  const wanted = records.find((record) => record.kind === 'tool' && record.callId === callId && record.output !== null) as
    (ToolRecord & { output: Json }) | undefined;
  const page = wanted ? pageOf(callId, wanted.output, Number(args['page'])) : null;
  if (page) return { status: 'succeeded', output: page };
  const known = wanted ? `The output of this call has ${pageOf(callId, wanted.output, 1)?.pages ?? 1} pages.` : 'There is no call of this name with an output.';
  return { status: 'failed', error: { code: 'agent/tool_arguments_invalid', message: known } };
}

async function recordEnding(call: ToolRecord, ending: ToolEnding, ports: AgentPorts): Promise<void> {
  await ports.journal.toolEnded(call.callId, ending);
  call.status = ending.status;
  call.endedAt = ports.now();
  if ('output' in ending) call.output = ending.output;
  if ('error' in ending) call.error = ending.error;
  showEnding(call, ports);
}

/** Longest output that goes to watchers whole; they see the rest by the link to the job. */
const shownCharacters = 64_000;

/** Tells watchers how a call ended. */
export function showEnding({ callId, status, output, error }: ToolRecord, { emit }: Pick<AgentPorts, 'emit'>): void {
  if (status === 'succeeded') {
    const shown = output !== null && textOfOutput(output).length > shownCharacters ? pageOf(callId, output, 1) : output;
    emit({ type: 'tool-output-available', toolCallId: callId, output: shown, dynamic: true });
  } else if (status === 'denied') emit({ type: 'tool-output-denied', toolCallId: callId });
  else emit({ type: 'tool-output-error', toolCallId: callId, errorText: error?.message ?? 'The call was cancelled.', dynamic: true });
}

/** Rejects when the signal aborts, which lives no longer than the calls. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}
