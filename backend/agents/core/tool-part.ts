import type { ToolRecord } from '../../../agents/ports.ts';
import type { Json, JsonObject } from '../../common/json.ts';
import type { MessagePart } from '../threads.contract.ts';

/** A call as people see it. */
export type ToolPart = Extract<MessagePart, { type: 'tool' }>;

/** What is known of a call besides its record. */
export type ToolPlace = { kind: ToolPart['kind']; path: string | null; args: JsonObject | null; jobId: string | null; approvalId: string | null };

/** Outputs up to this size are shown in the message; larger ones by the run that gave them. In characters. */
const shownCharacters = 64_000;

/** Makes the part of a message out of a call. */
export function toolPart(record: ToolRecord, { kind, path, args, jobId, approvalId }: ToolPlace): ToolPart {
  const output: Json | null = record.status === 'succeeded' ? record.output : null;
  const isOmitted = output !== null && JSON.stringify(output).length > shownCharacters;
  return {
    type: 'tool',
    call_id: record.callId,
    name: record.name,
    kind,
    path,
    args: args ?? record.args,
    status: record.status,
    output: isOmitted ? null : output,
    ...(isOmitted ? { is_output_omitted: true } : {}),
    error: record.error,
    job_id: jobId,
    approval_id: approvalId,
    started_at: new Date(record.startedAt).toISOString(),
    ended_at: record.endedAt === null ? null : new Date(record.endedAt).toISOString(),
  };
}
