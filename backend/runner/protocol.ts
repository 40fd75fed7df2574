import type { JsonObject } from '../common/json.ts';

/**
 * The wire between a worker and a warm runner, shared with every `backend/languages/<language>/harness.*`.
 *
 * Newline-delimited JSON on two descriptors of the runner: it reads from 3 and writes to 4. stdout and stderr are the log and nothing else.
 *
 * 1. The harness writes `{"type":"ready"}` once it can take a job. User code is loaded by the first job, not before.
 * 2. The worker writes one `run` line. One job at a time. Its `id` is chosen for this run and hard to guess: messages under another one mean nothing.
 * 3. The harness replaces its environment for the job by its own at start plus `environment`, runs `main`, may write `progress` lines.
 * 4. It writes out what the script printed, to the last byte, and then one `result` or `error` line. `result` must be exactly `{"type":"result","id":"…","result":` + JSON + `}` in this order and
 *    without spaces, so that the worker cuts the value out instead of parsing and writing it again.
 *    Messages begin with a newline of their own: a script can write to the descriptor too, and leave a line there that does not end. Empty lines mean nothing.
 * 5. All descriptors are pipes or sockets, so when the answer can be read, everything that was written before it can be read too: that is how
 *    the worker knows that the log is complete, without any mark in it. Where the process is not fit for another job, since
 *    the script closed a stream or left an error that nobody awaited, the harness writes a `last` line before its answer, and ends after it.
 * 6. At the end of input on 3 it exits at once, whatever user code is doing.
 *
 * Between 3 and 4 a workflow and its worker may speak. The harness writes `ask` lines, exactly
 * `{"type":"ask","id":"…","head":` + length of the call in bytes + `,"call":` + JSON + `,"value":` + JSON + `}`: the call is small and parsed, the
 * value is cut out like a result. The worker writes `tell` lines. What both mean is said in `backend/workflows/core/conversation.ts`. Instead
 * of `result` or `error` the harness may write `suspended`: the code waits, the worker may forget the process and run the job again later.
 */
export const TO_RUNNER = 3;
/** The descriptor on which a runner writes its messages. */
export const FROM_RUNNER = 4;

/** A job for the runner. */
export type RunMessage = {
  id: string;
  args: JsonObject;
  environment: Record<string, string>;
  /** Function to call instead of `main`, by the name under which the script declares it. */
  entry?: string | null;
  /** JSON text that a workflow begins with: what was recorded of it. */
  opening?: string | null;
};

/** An error as a harness reports it; line and column point into the script. */
export type HarnessError = { name: string; message: string; stack?: string; line?: number; column?: number; code?: string };

/** What a runner says. The JSON text of a result stays bytes until it has been checked. */
export type RunnerMessage =
  | { type: 'ready' }
  | { type: 'result'; id: string; result: Buffer }
  | { type: 'error'; id: string; error: HarnessError }
  | { type: 'progress'; id: string; percent: number }
  /** The answer that follows is the last one of this process. */
  | { type: 'last'; id: string }
  /** A workflow asks its worker for something; `value` is the JSON text that belongs to it, unchecked. */
  | { type: 'ask'; id: string; call: unknown; value: Buffer }
  /** The code waits for something that takes longer: the process holds nothing of the job any more. */
  | { type: 'suspended'; id: string }
  /** From the init shell: the work folder is empty again. */
  | { type: 'emptied' };

/** The `run` line. */
export function encodeRun(message: RunMessage): string {
  const entry = message.entry ? `,"entry":${JSON.stringify(message.entry)}` : '';
  const opening = message.opening ? `,"workflow":${message.opening}` : '';
  return `{"type":"run","id":${JSON.stringify(message.id)},"args":${JSON.stringify(message.args)},"environment":${JSON.stringify(message.environment)}${entry}${opening}}\n`;
}

/** A line to the code that runs; `message` is JSON text. */
export function encodeTell(id: string, message: string): string {
  return `{"type":"tell","id":${JSON.stringify(id)},"message":${message}}\n`;
}

const RESULT_PREFIX = '{"type":"result","id":"';
const RESULT_KEY = '","result":';
const CLOSING_BRACE = 0x7d;

/**
 * Reads one line, without its newline. `null` for anything that is not a message: a script can write to the descriptor too, so a line
 * proves nothing but its own form.
 */
export function decodeMessage(line: Buffer): RunnerMessage | null {
  return decodeResult(line) ?? decodeAsk(line) ?? decodeAny(line);
}

const ASK_PREFIX = '{"type":"ask","id":"';
const ASK = /^\{"type":"ask","id":"([^"\\]{1,100})","head":(\d{1,6}),"call":/;
const ASK_VALUE = ',"value":';

function decodeAsk(line: Buffer): RunnerMessage | null {
  const head = line.toString('latin1', 0, 256);
  const match = head.startsWith(ASK_PREFIX) ? ASK.exec(head) : null;
  if (!match) return null;
  const endOfCall = match[0].length + Number(match[2]);
  const start = endOfCall + ASK_VALUE.length;
  if (line.length <= start || line[line.length - 1] !== CLOSING_BRACE || line.toString('latin1', endOfCall, start) !== ASK_VALUE) return null;
  try {
    const call: unknown = JSON.parse(line.toString('utf8', match[0].length, endOfCall));
    return { type: 'ask', id: match[1] as string, call, value: line.subarray(start, line.length - 1) };
  } catch {
    return null;
  }
}

function decodeResult(line: Buffer): RunnerMessage | null {
  const head = line.toString('latin1', 0, 256);
  if (!head.startsWith(RESULT_PREFIX)) return null;
  const endOfId = head.indexOf('"', RESULT_PREFIX.length);
  if (endOfId < 0 || !head.startsWith(RESULT_KEY, endOfId)) return null;
  const start = endOfId + RESULT_KEY.length;
  if (line.length <= start || line[line.length - 1] !== CLOSING_BRACE) return null;
  return { type: 'result', id: head.slice(RESULT_PREFIX.length, endOfId), result: line.subarray(start, line.length - 1) };
}

function decodeAny(line: Buffer): RunnerMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const id = typeof value['id'] === 'string' ? value['id'] : '';
  switch (value['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'emptied':
      return { type: 'emptied' };
    case 'suspended':
      return { type: 'suspended', id };
    case 'last':
      return { type: 'last', id };
    case 'progress':
      return typeof value['percent'] === 'number' ? { type: 'progress', id, percent: Math.min(100, Math.max(0, value['percent'])) } : null;
    case 'error':
      return { type: 'error', id, error: harnessError(value['error']) };
    case 'result':
      return { type: 'result', id, result: Buffer.from(JSON.stringify(value['result'] ?? null)) };
    default:
      return null;
  }
}

function harnessError(value: unknown): HarnessError {
  const given = isObject(value) ? value : {};
  const error: HarnessError = { name: text(given['name']) ?? 'Error', message: text(given['message']) ?? '' };
  const stack = text(given['stack']);
  const code = text(given['code']);
  if (stack !== undefined) error.stack = stack;
  if (code !== undefined) error.code = code;
  if (Number.isInteger(given['line'])) error.line = Number(given['line']);
  if (Number.isInteger(given['column'])) error.column = Number(given['column']);
  return error;
}

/** Text for Postgres: a script can put anything into a message. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NEWLINE = 0x0a;

/** Splits a byte stream into lines; a line longer than `limit` bytes is reported once, as too long, instead of being gathered. */
export class LineReader {
  private parts: Buffer[] = [];
  private gathered = 0;

  constructor(
    private limit: number,
    private readonly onLine: (line: Buffer) => void,
    private readonly onTooLong: () => void,
  ) {}

  /** The longest line from here on. */
  set longest(limit: number) {
    this.limit = limit;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.emit(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.gather(start === 0 ? chunk : chunk.subarray(start));
  }

  private emit(end: Buffer): void {
    const wasTooLong = this.gathered > this.limit;
    const isTooLong = this.gathered + end.length > this.limit;
    const line = this.parts.length === 0 ? end : Buffer.concat([...this.parts, end]);
    this.parts = [];
    this.gathered = 0;
    if (!isTooLong) this.onLine(line);
    else if (!wasTooLong) this.onTooLong();
  }

  private gather(part: Buffer): void {
    const wasTooLong = this.gathered > this.limit;
    this.gathered += part.length;
    if (this.gathered <= this.limit) {
      this.parts.push(part);
      return;
    }
    this.parts = [];
    if (!wasTooLong) this.onTooLong();
  }
}
