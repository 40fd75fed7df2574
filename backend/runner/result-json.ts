import { setImmediate } from 'node:timers/promises';
import { JsonScan } from './json-scan.ts';

/** A result that was checked, or why it is none. */
export type CheckedResult = { json: string } | { reason: string };

/** Bytes that are checked between two looks at the other jobs: about 4 ms. */
const SLICE = 1024 * 1024;

/** Results up to this size are checked in one go. */
export const SMALL_RESULT = SLICE;

/**
 * Checks the JSON text of a result, which a script could have written by hand, and makes it fit for `jsonb`. The text is not parsed and
 * written again, so numbers keep all their digits, and the value is never built: see README for what was measured against `JSON.parse`.
 */
export async function checkResult(bytes: Buffer): Promise<CheckedResult> {
  const scan = new JsonScan(bytes);
  let verdict = scan.advance(SLICE);
  while (verdict === null) {
    await setImmediate();
    verdict = scan.advance(SLICE);
  }
  return conclude(verdict, bytes);
}

/** The same at once, for results of usual size. */
export function checkSmallResult(bytes: Buffer): CheckedResult {
  return conclude(new JsonScan(bytes).advance(Number.POSITIVE_INFINITY) ?? { isValid: false, reason: 'it ends too early' }, bytes);
}

function conclude(verdict: { isValid: boolean; reason: string }, bytes: Buffer): CheckedResult {
  return verdict.isValid ? { json: forPostgres(bytes.toString()) } : { reason: verdict.reason };
}

/** Postgres refuses `\u0000` and half surrogates in `jsonb`; they become U+FFFD, like bytes of a log that are no text. */
function forPostgres(json: string): string {
  if (!/\\u(?:0000|[dD][89a-fA-F])/.test(json)) return json;
  return json.replace(/\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape) =>
    escape === '\\u0000' || (escape.length === 6 && /^\\u[dD][89a-fA-F]/.test(escape)) ? '\\ufffd' : escape);
}
