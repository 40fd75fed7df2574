import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { JsonText } from '../common/json-text.ts';
import { JsonScan } from './json-scan.ts';

/** A result that was checked, or why it is none. */
export type CheckedResult<Text extends JsonText = string> = { json: Text } | { reason: string };

/** Bytes that are checked between two looks at the other jobs: about 4 ms. */
const SLICE = 1024 * 1024;

/** Smaller ones are strings at once: so short a text costs nothing, and bytes would hold on to all that came with them. */
const KEPT_AS_BYTES = 16 * 1024;

/** Results up to this size are checked in one go. */
export const SMALL_RESULT = SLICE;

/**
 * Checks the JSON text of a result, which a script could have written by hand, and makes it fit for `jsonb`. The text is not parsed and
 * written again, so numbers keep all their digits, and the value is never built: see README for what was measured against `JSON.parse`.
 */
export async function checkResult(bytes: Buffer): Promise<CheckedResult> {
  return conclude(await scanInSlices(bytes), bytes);
}

/** The same at once, for results of usual size. */
export function checkSmallResult(bytes: Buffer): CheckedResult {
  return conclude(scanAtOnce(bytes), bytes);
}

/** The same for what goes on to be stored: a large text that needs no change stays the bytes that it is. */
export function checkForStorage(bytes: Buffer): CheckedResult<JsonText> | Promise<CheckedResult<JsonText>> {
  const result = (verdict: Verdict): CheckedResult<JsonText> => (verdict.isValid && fitsAsItIs(bytes) ? { json: bytes } : conclude(verdict, bytes));
  return bytes.length <= SMALL_RESULT ? result(scanAtOnce(bytes)) : scanInSlices(bytes).then(result);
}

type Verdict = { isValid: boolean; reason: string };

function scanAtOnce(bytes: Buffer): Verdict {
  return new JsonScan(bytes).advance(Number.POSITIVE_INFINITY) ?? { isValid: false, reason: 'it ends too early' };
}

async function scanInSlices(bytes: Buffer): Promise<Verdict> {
  const scan = new JsonScan(bytes);
  let verdict = scan.advance(SLICE);
  while (verdict === null) {
    await setImmediate();
    verdict = scan.advance(SLICE);
  }
  return verdict;
}

function conclude(verdict: Verdict, bytes: Buffer): CheckedResult {
  return verdict.isValid ? { json: forPostgres(bytes.toString()) } : { reason: verdict.reason };
}

/** Whether the bytes of a large result need no change: they are text, and hold no escapes that might have to be replaced. */
function fitsAsItIs(bytes: Buffer): boolean {
  return bytes.length > KEPT_AS_BYTES && !bytes.includes('\\u') && isUtf8(bytes);
}

/** Postgres refuses `\u0000` and half surrogates in `jsonb`; they become U+FFFD, like bytes of a log that are no text. */
function forPostgres(json: string): string {
  if (!/\\u(?:0000|[dD][89a-fA-F])/.test(json)) return json;
  return json.replace(/\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape) =>
    escape === '\\u0000' || (escape.length === 6 && /^\\u[dD][89a-fA-F]/.test(escape)) ? '\\ufffd' : escape,
  );
}
