import { createHash } from 'node:crypto';
import type { AgentRecord } from '../../../agents/ports.ts';
import type { AgentUsage } from '../threads.contract.ts';
import { spanAttributes, type SpanAttributes } from './telemetry.ts';

/** A run of an agent that has ended, as a trace tells of it. */
export type TracedRun = {
  jobId: string;
  traceId: string;
  /** The run of an agent that called this one. */
  parentJobId: string | null;
  agentPath: string;
  threadId: string | null;
  startedAtMs: number;
  endedAtMs: number;
  errorCode: string | null;
  usage: Pick<AgentUsage, 'input_tokens' | 'output_tokens'>;
  records: readonly AgentRecord[];
};

/** What OTLP/HTTP takes as JSON at `/v1/traces`. */
export type OtlpTrace = {
  resourceSpans: { resource: { attributes: OtlpAttribute[] }; scopeSpans: { scope: { name: string; version: string }; spans: OtlpSpan[] }[] }[];
};
type OtlpValue = { stringValue: string } | { intValue: string } | { doubleValue: number } | { arrayValue: { values: OtlpValue[] } };
type OtlpAttribute = { key: string; value: OtlpValue };
type OtlpSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1: within the service, 3: asks another one. */
  kind: 1 | 3;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  /** 0: nothing is said, 2: an error. */
  status: { code: 0 | 2 };
};

/** A run with its turns and calls as spans, in the names that OpenTelemetry gives for generative AI. Nothing that was said is in it. */
export function otlpTrace(run: TracedRun, version: string): OtlpTrace {
  const spans = [spanOfRun(run), ...run.records.map((record) => spanOfRecord(run, record))];
  const resource = { attributes: attributesOf({ 'service.name': 'millrace', 'service.version': version }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'millrace.agents', version }, spans }] }] };
}

function spanOfRun({ jobId, traceId, parentJobId, agentPath, threadId, startedAtMs, endedAtMs, errorCode, usage }: TracedRun): OtlpSpan {
  return {
    traceId,
    spanId: spanIdOf(jobId),
    ...(parentJobId === null ? {} : { parentSpanId: spanIdOf(parentJobId) }),
    name: `invoke_agent ${agentPath}`,
    kind: 1,
    ...timesOf(startedAtMs, endedAtMs),
    attributes: attributesOf({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agentPath,
      ...(threadId === null ? {} : { 'gen_ai.conversation.id': threadId }),
      'gen_ai.usage.input_tokens': usage.input_tokens,
      'gen_ai.usage.output_tokens': usage.output_tokens,
      ...(errorCode === null ? {} : { 'error.type': errorCode }),
    }),
    status: { code: errorCode === null ? 0 : 2 },
  };
}

function spanOfRecord({ jobId, traceId, endedAtMs }: TracedRun, record: AgentRecord): OtlpSpan {
  return {
    traceId,
    spanId: spanIdOf(`${jobId} ${record.seq}`),
    parentSpanId: spanIdOf(jobId),
    name: record.kind === 'tool' ? `execute_tool ${record.name}` : record.kind === 'turn' ? `chat ${record.modelId}` : 'chat',
    kind: record.kind === 'tool' ? 1 : 3,
    ...timesOf(record.startedAt, record.endedAt ?? endedAtMs),
    attributes: attributesOf(spanAttributes(record)),
    status: { code: record.kind === 'tool' && record.error ? 2 : 0 },
  };
}

/** The same for the same run: a trace that is sent twice is one. */
const spanIdOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 16);

const timesOf = (startedAtMs: number, endedAtMs: number) => ({
  startTimeUnixNano: nanos(startedAtMs),
  endTimeUnixNano: nanos(Math.max(startedAtMs, endedAtMs)),
});
const nanos = (ms: number): string => (BigInt(Math.round(ms)) * 1_000_000n).toString();

const attributesOf = (attributes: SpanAttributes): OtlpAttribute[] => Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

function valueOf(value: SpanAttributes[string]): OtlpValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(valueOf) } };
}
