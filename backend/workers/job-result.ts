import type { JsonText } from '../common/json-text.ts';
import type { ObjectStore } from '../objects/object-store.ts';

/** A larger result goes to the object store and the job only points at it, in bytes. */
const inlineResultBytes = 256 * 1024;

/** Where a result ended up: in the row, or in the object store. */
export type StoredResult<Text extends JsonText = string> = { kind: 'inline'; json: Text } | { kind: 'object'; key: string };

/** Stores the JSON text of a result. Rejects only when the object store does. */
export async function storeResult<Text extends JsonText>(
  objects: ObjectStore,
  workspaceId: string,
  jobId: string,
  resultJson: Text,
): Promise<StoredResult<Text>> {
  if (resultJson.length <= inlineResultBytes / 4 || Buffer.byteLength(resultJson) <= inlineResultBytes) return { kind: 'inline', json: resultJson };
  const key = `results/${workspaceId}/${jobId}`;
  await objects.put(key, resultJson);
  return { kind: 'object', key };
}
