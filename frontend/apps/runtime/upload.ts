import type { AppUpload } from '../../../backend/apps/app-files.contract.ts';
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

/** Puts a file into the object store, part by part: it is announced first, so that what is not allowed is refused before anything is sent. */
export async function uploadFile({ workspace, app: { path = '', release = 0 }, component, file, onProgress, signal }: Upload): Promise<UploadedFile> {
  if (path === '') throw new Error('There is no app around this component that could take a file.');
  let upload = await api.post<AppUpload>(
    inWorkspace(workspace, `/app_uploads/${path}`),
    { version: release, component, name: file.name, size: file.size },
    { signal },
  );
  const { id, part_bytes: partBytes } = upload;
  try {
    while (upload.file === null) {
      const at = upload.received;
      onProgress(Math.floor((at / file.size) * 100));
      upload = await api.put<AppUpload>(inWorkspace(workspace, `/app_upload_parts/${id}`), file.slice(at, at + partBytes), { query: { at }, signal });
    }
  } catch (error) {
    if (signal.aborted) void api.delete(inWorkspace(workspace, `/app_files/${id}`)).catch(() => undefined);
    throw error;
  }
  onProgress(100);
  return upload.file;
}
