import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/**
 * Where files and large results lie: a port, so that a store of another kind can take the place of the local folder. Keys are
 * made by Millrace (`results/<workspace>/<job id>`), never taken from a request.
 */
export interface ObjectStore {
  /** Writes an object whole or not at all; it is on disk when this resolves. */
  put(key: string, content: string | Uint8Array): Promise<void>;
  /** Reads an object as text; rejects when there is none. */
  text(key: string): Promise<string>;
  stream(key: string): Readable;
  /** Bytes of an object; `null` when there is none. */
  size(key: string): Promise<number | null>;
  /** Deleting what is not there is fine. */
  delete(key: string): Promise<void>;
}

/** Token under which the {@link ObjectStore} is injected. */
export const OBJECT_STORE = Symbol('ObjectStore');

const keyPattern = /^[a-z]+(\/[A-Za-z0-9_-]+)+$/;

/** Objects as files below a folder. */
export class LocalObjectStore implements ObjectStore {
  constructor(private readonly directory: string) {}

  async put(key: string, content: string | Uint8Array): Promise<void> {
    const file = this.fileOf(key);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(content);
      // The job that points here is committed next: the object must not be behind it.
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  }

  text(key: string): Promise<string> {
    return readFile(this.fileOf(key), 'utf8');
  }

  stream(key: string): Readable {
    return createReadStream(this.fileOf(key));
  }

  async size(key: string): Promise<number | null> {
    return (await stat(this.fileOf(key)).catch(() => null))?.size ?? null;
  }

  async delete(key: string): Promise<void> {
    await rm(this.fileOf(key), { force: true });
  }

  /** The only place where a key becomes a file name: nothing but plain segments passes. */
  private fileOf(key: string): string {
    if (!keyPattern.test(key)) throw new Error(`"${key}" is not a key of the object store`);
    return join(this.directory, ...key.split('/'));
  }
}
