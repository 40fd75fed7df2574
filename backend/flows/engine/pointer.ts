import type { FlowError } from '../core/rows.ts';
import type { FrameKey } from '../core/state.ts';

/**
 * Where a result lies. A pointer is copied and never the value, so that passing a result on costs the same whatever its size:
 * in the job that made it, in a row of the record, as the list of the results of frames, or in the arguments of a frame.
 * `null` is the value null.
 */
export type Pointer =
  | { readonly at: 'job'; readonly jobId: string }
  | { readonly at: 'row'; readonly seq: number }
  | { readonly at: 'frames'; readonly seq: number; readonly prefix: string; readonly count: number }
  | { readonly at: 'args'; readonly seq: number; readonly frame: FrameKey }
  | { readonly at: 'error'; readonly seq: number; readonly error: FlowError }
  | null;

/** A failure as results and the failure module see it. */
export function shownError({ name, message, step_id, code, stack }: FlowError): Record<string, unknown> {
  return { name, message, step_id, ...(code === undefined ? {} : { code }), ...(stack === undefined ? {} : { stack }) };
}
