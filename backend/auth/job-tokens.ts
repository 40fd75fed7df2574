import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MASTER_KEY } from '../platform.ts';
import { deriveKey } from '../secrets/master-key.ts';

const pattern = /^mrj\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

/**
 * Tokens with which a job calls back: `mrj.<job id>.<attempt>.<mac>`. Nothing is stored, so they cost no statement; they
 * are valid only while exactly this attempt runs, and act as whom the job runs.
 */
@Injectable()
export class JobTokens {
  /** Made once: from bytes, every token would make it anew, which costs more than the token. */
  private readonly key: KeyObject;

  constructor(@Inject(MASTER_KEY) masterKey: Buffer) {
    this.key = createSecretKey(deriveKey(masterKey, 'job-token'));
  }

  /** The token of an attempt of a job. */
  issue(jobId: string, attempt: number): string {
    return `mrj.${jobId}.${attempt}.${this.macOf(jobId, attempt).toString('base64url')}`;
  }

  /** Whose token it is, or `null` when Millrace did not issue it. Whether the attempt still runs is asked of the database. */
  read(token: string): { jobId: string; attempt: number } | null {
    const match = pattern.exec(token);
    if (!match) return null;
    const [, jobId, attempt, mac] = match as unknown as [string, string, string, string];
    const isOurs = timingSafeEqual(Buffer.from(mac, 'base64url'), this.macOf(jobId, Number(attempt)));
    return isOurs ? { jobId, attempt: Number(attempt) } : null;
  }

  private macOf(jobId: string, attempt: number): Buffer {
    return createHmac('sha256', this.key).update(`${jobId}.${attempt}`).digest();
  }
}
