import type { AppUpload } from '../../../backend/apps/app-files.contract.ts';
import type { GuestUpload } from '../../../backend/apps/guests/guests.contract.ts';
import type { UploadedFile } from '../../../components/view.ts';
import { api, inWorkspace } from '../../api/client.ts';

/** What the signal `app` tells of the open app. */
export type OpenApp = { readonly path?: string; readonly release?: number };

type Upload = {
  workspace: string;
  app: OpenApp;
  component: string;
  file: File;
  onProgress: (percent: number) => void;
  signal: AbortSignal;
};

/** How files come to the server: as a member, or as somebody without an account. */
type Way = {
  begin(path: string, announced: object, signal: AbortSignal): Promise<AppUpload>;
  part(id: string, at: number, content: Blob, signal: AbortSignal): Promise<AppUpload>;
  remove(id: string): Promise<void>;
};

const memberWay = (workspace: string): Way => ({
  begin: (path, announced, signal) => api.post<AppUpload>(inWorkspace(workspace, `/app_uploads/${path}`), announced, { signal }),
  part: (id, at, content, signal) => api.put<AppUpload>(inWorkspace(workspace, `/app_upload_parts/${id}`), content, { query: { at }, signal }),
  remove: (id) => api.delete(inWorkspace(workspace, `/app_files/${id}`)),
});

/** Keys of the files that this page gave without an account: they show whose a file is, and go when the page does. */
const guestKeys = new Map<string, string>();

const guestWay = (workspace: string): Way => ({
  begin: async (path, announced, signal) => {
    const upload = await api.post<GuestUpload>(`/guest_apps/${workspace}/uploads/${path}`, announced, { signal });
    guestKeys.set(upload.id, upload.key);
    return upload;
  },
  part: (id, at, content, signal) =>
    api.put<AppUpload>(`/guest_apps/${workspace}/upload_parts/${id}`, content, { query: { at, key: guestKeys.get(id) }, signal }),
  remove: (id) => api.delete(`/guest_apps/${workspace}/files/${id}`, { key: guestKeys.get(id) }),
});

const wayOf = (workspace: string, isGuest: boolean): Way => (isGuest ? guestWay(workspace) : memberWay(workspace));

/** The keys of the files that arguments name, which somebody without an account hands over with them. */
export function guestKeysIn(args: unknown): Record<string, string> {
  const text = JSON.stringify(args) ?? '';
  return Object.fromEntries([...guestKeys].filter(([id]) => text.includes(`"${id}"`)));
}

/** Deletes a file that is not wanted any more. */
export const discardFile = (workspace: string, id: string, isGuest: boolean): Promise<void> => wayOf(workspace, isGuest).remove(id);

/** Puts a file into the object store, part by part: it is announced first, so that what is not allowed is refused before anything is sent. */
export async function uploadFile(
  { workspace, app: { path = '', release = 0 }, component, file, onProgress, signal }: Upload,
  isGuest: boolean,
): Promise<UploadedFile> {
  if (path === '') throw new Error('There is no app around this component that could take a file.');
  const way = wayOf(workspace, isGuest);
  let upload = await way.begin(path, { version: release, component, name: file.name, size: file.size }, signal);
  const { id, part_bytes: partBytes } = upload;
  try {
    while (upload.file === null) {
      const at = upload.received;
      onProgress(Math.floor((at / file.size) * 100));
      upload = await way.part(id, at, file.slice(at, at + partBytes), signal);
    }
  } catch (error) {
    if (signal.aborted) void way.remove(id).catch(() => undefined);
    throw error;
  }
  onProgress(100);
  return upload.file;
}
