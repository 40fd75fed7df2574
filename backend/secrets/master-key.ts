import { hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { link, mkdir, open, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../common/startup-error.ts';
import type { Config } from '../config/config.ts';

const keyLength = 32;
const salt = 'millrace master key, version 1';

/** What keys are derived from the master key for; each purpose has a key of its own. */
export type KeyPurpose = 'data-key-wrap' | 'job-token' | 'device-cookie' | 'app-embed-token' | 'app-run-ticket' | 'app-thread-ticket' | 'file-link' | 'guest-file';

/**
 * The 32-byte key that protects every secret: from `MILLRACE_MASTER_KEY`, or from the file `master.key` in the data folder,
 * which is made at first start and must be readable by its owner only. Several processes may start at once.
 */
export async function readMasterKey(config: Pick<Config, 'MILLRACE_MASTER_KEY' | 'dataDirectory'>): Promise<Buffer> {
  const { MILLRACE_MASTER_KEY: words, dataDirectory } = config;
  // scrypt and not a bare hash: the setting may be a pass phrase. Once per start, about 50 ms.
  if (words !== undefined) return scryptSync(words, salt, keyLength, { N: 2 ** 14, r: 8, p: 1 });
  const path = join(dataDirectory, 'master.key');
  return (await readKeyFile(path)) ?? (await makeKeyFile(path, dataDirectory));
}

/** A key for one purpose, so that no two uses share key material. */
export function deriveKey(masterKey: Buffer, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `millrace/${purpose}`, keyLength));
}

async function readKeyFile(path: string): Promise<Buffer | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new StartupError(`The master key ${path} cannot be read (${error.code ?? error.message}). Run Millrace as the user who owns it.`, { cause: error });
  });
  if (!file) return undefined;
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0)
      throw new StartupError(
        `Other users of this machine can read the master key ${path}, so Millrace does not start. Run "chmod 600 ${path}"; if others may have read it, replace the secrets that it protects.`,
      );
    return decode(await file.readFile('utf8'), path);
  } finally {
    await file.close();
  }
}

/** Written beside its place and linked into it, so that whoever comes second finds a whole key and takes it. */
async function makeKeyFile(path: string, folder: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true });
  const partial = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  await writeFile(partial, `${randomBytes(keyLength).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(partial, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(partial);
  }
  return decode(await readFile(path, 'utf8'), path);
}

function decode(text: string, path: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyLength)
    throw new StartupError(
      `The master key ${path} is damaged: it must hold 32 bytes in base64. Put it back from a backup; without it the secrets of every workspace are lost.`,
    );
  return key;
}
