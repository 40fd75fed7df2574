import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { Database, type Transaction } from '../database/database.ts';
import { MASTER_KEY } from '../platform.ts';
import { WorkspaceEntity } from '../workspaces/workspace.entity.ts';
import { deriveKey } from './master-key.ts';
import { seal, unseal } from './sealed.ts';

/**
 * Encrypts the secrets of workspaces (D14). Each workspace has a random data key, stored wrapped by the master key; opened
 * data keys stay in memory. Cipher texts are bound to their workspace and to a context such as `variable:f/shop/key`, so a
 * rename must encrypt anew.
 */
@Injectable()
export class Secrets {
  private readonly wrapKey: Buffer;
  private readonly dataKeys = new Map<string, Buffer>();

  constructor(
    private readonly database: Database,
    @Inject(MASTER_KEY) masterKey: Buffer,
  ) {
    this.wrapKey = deriveKey(masterKey, 'data-key-wrap');
  }

  /** A new wrapped data key, for the row of a new workspace. */
  newDataKey(workspaceId: string): Buffer {
    return seal(this.wrapKey, randomBytes(32), wrapPurpose(workspaceId));
  }

  /** Cipher text as `v1:…`. Give the transaction when the workspace was made in it. */
  async encrypt(workspaceId: string, text: string, context: string, transaction?: Transaction): Promise<string> {
    const key = await this.dataKey(workspaceId, transaction);
    return `v1:${seal(key, Buffer.from(text, 'utf8'), purpose(workspaceId, context)).toString('base64url')}`;
  }

  /** The text again; `secret/undecryptable` when the master key changed or the cipher text belongs elsewhere. */
  async decrypt(workspaceId: string, cipherText: string, context: string, transaction?: Transaction): Promise<string> {
    const key = await this.dataKey(workspaceId, transaction);
    try {
      return unseal(key, Buffer.from(cipherText.replace(/^v1:/, ''), 'base64url'), purpose(workspaceId, context)).toString('utf8');
    } catch (cause) {
      throw new AppError(
        'secret/undecryptable',
        'This secret cannot be decrypted: it was stored under another key or for another object. Set it again.',
        {},
        { cause },
      );
    }
  }

  /** Whether the master key is the one under which this wrapped data key was made. */
  canUnwrap(workspaceId: string, wrapped: Buffer): boolean {
    try {
      return unseal(this.wrapKey, wrapped, wrapPurpose(workspaceId)).length === 32;
    } catch {
      return false;
    }
  }

  private async dataKey(workspaceId: string, transaction: Transaction | undefined): Promise<Buffer> {
    const known = this.dataKeys.get(workspaceId);
    if (known) return known;
    const key = await this.loadDataKey(workspaceId, transaction ?? this.database.manager);
    // A key read within a transaction may be rolled back with its workspace: it must not outlive it.
    if (!transaction) this.dataKeys.set(workspaceId, key);
    return key;
  }

  private async loadDataKey(workspaceId: string, manager: Transaction): Promise<Buffer> {
    const workspace = await manager.findOne(WorkspaceEntity, { where: { id: workspaceId }, select: { id: true, dataKey: true } });
    if (!workspace) throw new AppError('workspace/not_found', 'There is no such workspace.');
    try {
      return unseal(this.wrapKey, workspace.dataKey, wrapPurpose(workspaceId));
    } catch (cause) {
      throw new AppError(
        'secret/undecryptable',
        'The secrets of this workspace were stored under another master key. Start Millrace with the MILLRACE_MASTER_KEY or master.key of before.',
        {},
        { cause },
      );
    }
  }
}

const wrapPurpose = (workspaceId: string): string => `data-key\n${workspaceId}`;
const purpose = (workspaceId: string, context: string): string => `secret\n${workspaceId}\n${context}`;
