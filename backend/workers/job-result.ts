import type { ObjectStore } from '../objects/object-store.ts';
import type { RunError } from '../runner/runner.ts';

/** A larger result goes to the object store and the job only points at it, in bytes. */
const inlineResultBytes = 256 * 1024;

/** Where a result ended up: in the row, in the object store, or nowhere because it cannot be stored. */
export type StoredResult = { kind: 'inline'; json: string } | { kind: 'object'; key: string } | { kind: 'refused'; error: RunError };

/** An escape for NUL that is not itself escaped: an even number of backslashes before it. Postgres cannot hold that character. */
const nulEscape = /(?<!\\)(?:\\\\)*\\u0000/;

/** Stores the JSON text of a result. Rejects only when the object store does. */
export async function storeResult(objects: ObjectStore, workspaceId: string, jobId: string, resultJson: string): Promise<StoredResult> {
  if (resultJson.includes('\\u0000') && nulEscape.test(resultJson)) {
    const message = 'The result holds a NUL character (\\u0000), which cannot be stored. Remove it, or give binary data as base64.';
    return { kind: 'refused', error: { code: 'job/result_invalid', name: 'ResultError', message } };
  }
  if (resultJson.length <= inlineResultBytes / 4 || Buffer.byteLength(resultJson) <= inlineResultBytes) return { kind: 'inline', json: resultJson };
  const key = `results/${workspaceId}/${jobId}`;
  await objects.put(key, resultJson);
  return { kind: 'object', key };
}
