import { useEffect, useRef, useState } from 'react';
import type { ComponentProps, UploadedFile } from '../view.ts';
import type { fileUpload } from './definition.ts';
import { nameProblem } from './kinds.ts';

/** A file on its way, or one that was refused. */
export type Upload = { readonly key: number; readonly name: string; readonly percent: number; readonly problem: string | null };

const megabyte = 1024 * 1024;

/** Uploads one file after the other. What is refused says why and stays until it is put away; leaving the page gives up the rest. */
export function useUploads(
  { id, props, host, expose, emit }: ComponentProps<typeof fileUpload>,
  files: readonly UploadedFile[],
  change: (files: UploadedFile[]) => Promise<void>,
) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const newest = useRef({ files, change });
  newest.current = { files, change };
  const stops = useRef(new Map<number, AbortController>());
  const counter = useRef(0);
  const queue = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    const { current } = stops;
    return () => current.forEach((stop) => stop.abort());
  }, []);
  const going = uploads.filter(({ problem }) => problem === null);
  const progress = going.length === 0 ? null : Math.round(going.reduce((sum, { percent }) => sum + percent, 0) / going.length);
  useEffect(() => expose({ is_uploading: going.length > 0, progress }), [going.length, progress, expose]);
  useEffect(() => expose({ file: files[0] ?? null }), [files, expose]);

  const set = (key: number, changed: Partial<Upload>): void =>
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...changed } : upload)));
  const drop = (key: number): void => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
    setUploads((before) => before.filter((upload) => upload.key !== key));
  };
  const refuse = (key: number, name: string, message: string): void => {
    set(key, { problem: message });
    void emit('refuse', { name, message });
  };
  const send = async (key: number, file: File): Promise<void> => {
    const stop = stops.current.get(key);
    if (!stop || stop.signal.aborted) return;
    try {
      const uploaded = await host.upload(id, file, (percent) => set(key, { percent }), stop.signal);
      drop(key);
      await newest.current.change([...newest.current.files, uploaded]);
      void emit('upload', { file: uploaded });
    } catch (error) {
      if (!stop.signal.aborted) refuse(key, file.name, error instanceof Error ? error.message : 'It could not be uploaded.');
    }
  };
  const take = (given: readonly File[]): void => {
    const room = props.max_files - files.length - going.length;
    const taken = given.map((file, index) => ({ key: (counter.current += 1), file, isOver: index >= room }));
    setUploads((before) => [
      ...before.filter(({ problem }) => problem === null),
      ...taken.map(({ key, file }) => ({ key, name: file.name, percent: 0, problem: null })),
    ]);
    for (const { key, file, isOver } of taken) {
      const problem = isOver ? `There may be ${props.max_files} at most.` : problemOf(file, props);
      if (problem !== null) {
        refuse(key, file.name, problem);
        continue;
      }
      stops.current.set(key, new AbortController());
      queue.current = queue.current.then(() => send(key, file));
    }
  };
  return { uploads, take, drop };
}

/** What can be said without asking the server, which decides. */
function problemOf(file: File, { accept, max_size_mb: megabytes }: ComponentProps<typeof fileUpload>['props']): string | null {
  if (file.size === 0) return `“${file.name}” is empty.`;
  if (file.size > megabytes * megabyte) return `“${file.name}” is larger than the ${megabytes} MB that are allowed here.`;
  return nameProblem(file.name, accept);
}
