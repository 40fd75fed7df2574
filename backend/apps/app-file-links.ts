import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { baseUrl, CONFIG, type Config } from '../config/config.ts';
import { MASTER_KEY } from '../platform.ts';
import { deriveKey } from '../secrets/master-key.ts';
import { AppFileAccess } from './app-file-access.ts';
import type { AppFileEntity } from './app-file.entity.ts';
import type { FileLink } from './app-files.contract.ts';

const pattern = /^([0-9a-f-]{36})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/;

/** Addresses by which anybody gets one file for a while: whoever may read it makes them. Nothing is stored; the signature holds file and end. */
@Injectable()
export class AppFileLinks {
  private readonly key: KeyObject;

  constructor(
    private readonly access: AppFileAccess,
    @Inject(MASTER_KEY) masterKey: Buffer,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = createSecretKey(deriveKey(masterKey, 'file-link'));
  }

  async create(auth: Auth, id: string, expiresInSeconds: number): Promise<FileLink> {
    const file = await this.access.findReadable(auth, id);
    const end = Math.floor(Date.now() / 1000) + expiresInSeconds;
    const token = `${file.id}.${end}.${this.macOf(file.id, end).toString('base64url')}`;
    return { url: `${baseUrl(this.config)}/api/file_links/${token}`, expires_at: new Date(end * 1000).toISOString() };
  }

  /** The file of a link that is still good. */
  async open(token: string): Promise<AppFileEntity> {
    const [, key = '', end = '', mac = ''] = pattern.exec(token) ?? [];
    const isOurs = key !== '' && timingSafeEqual(Buffer.from(mac, 'base64url'), this.macOf(key, Number(end)));
    const file = isOurs && Number(end) * 1000 > Date.now() ? await this.access.findLinked(key) : null;
    if (!file) throw new AppError('file/not_found', 'This link is not good any more. Ask for a new one.');
    return file;
  }

  private macOf(key: string, end: number): Buffer {
    return createHmac('sha256', this.key).update(`${key}.${end}`).digest();
  }
}
