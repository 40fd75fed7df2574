/**
 * A change of a flow run as it travels by NOTIFY on `millrace_flow`: short names, since a payload holds at most 8,000 bytes.
 * `q` is the `next_seq` of the run after the change, so that who reads twice knows the older answer.
 */
export type FlowNotice = { i: string; q: number; /** The result for who waits is there, before the end. */ e?: true };

/** Reads a payload; what is not ours is ignored. */
export function readFlowNotice(payload: string): FlowNotice | null {
  try {
    const notice = JSON.parse(payload) as Partial<FlowNotice> | null;
    return typeof notice?.i === 'string' && typeof notice.q === 'number' ? { i: notice.i, q: notice.q, ...(notice.e === true ? { e: true } : {}) } : null;
  } catch {
    return null;
  }
}
