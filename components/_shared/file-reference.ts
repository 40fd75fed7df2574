/** A file in the object store, as uploads give it and scripts hand it on. */
export type FileReference = { readonly id: string; readonly name: string };

const pattern = /^file_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is the id of a file in the object store. */
export const isFileId = (value: unknown): value is string => typeof value === 'string' && pattern.test(value);

/** The file that a value is; `null` for everything else. */
export function fileReferenceOf(value: unknown): FileReference | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name } = value as { id?: unknown; name?: unknown };
  return isFileId(id) && typeof name === 'string' ? { id, name } : null;
}
