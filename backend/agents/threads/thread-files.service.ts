import { Inject, Injectable } from '@nestjs/common';
import { signatureOf } from '../../apps/file-signature.ts';
import { subjectOf, type Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { newId } from '../../common/ids.ts';
import { Database, type Transaction } from '../../database/database.ts';
import { OBJECT_STORE, type ObjectStore } from '../../objects/object-store.ts';
import { fileKey } from '../runs/thread-history.ts';
import type { Attachment } from '../threads.contract.ts';
import { ThreadAccess } from './thread-access.ts';
import { isWritable } from './thread-view.ts';

/** In which conversation a file is, and who gave it. */
export type FileHolder = { workspaceId: string; threadId: string; createdBy: string };

/** A file with where it lies. */
export type StoredFile = { name: string; type: string; size: number; key: string };

const mostFiles = 200;
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf']);

/** Files of conversations, in the object store. They belong to their thread: who may see it may see them. */
@Injectable()
export class ThreadFiles {
  constructor(
    private readonly database: Database,
    private readonly access: ThreadAccess,
    @Inject(OBJECT_STORE) private readonly objects: ObjectStore,
  ) {}

  /** Keeps a file that models can be shown: pictures, PDFs and text, by what is in it and not by what it is called. */
  async put(auth: Auth, threadId: string, name: string, content: unknown): Promise<Attachment> {
    await this.access.readable(auth, threadId);
    if (!Buffer.isBuffer(content)) throw new AppError('request/unsupported_type', 'Send the bytes of the file with "content-type: application/octet-stream".');
    const file = await looked(name, content);
    await this.database.transaction(async (transaction) => {
      const thread = await this.access.own(transaction, auth, threadId);
      if (!isWritable(thread)) throw new AppError('thread/read_only', 'This conversation shows a run from elsewhere and takes no files.', { thread: threadId });
      const [row] = (await transaction.query('select count(*)::integer as files from thread_file where thread_id = $1', [threadId])) as { files: number }[];
      if ((row?.files ?? 0) >= mostFiles) throw new AppError('thread/file_refused', `A conversation has at most ${mostFiles} files. Begin a new one.`);
      await this.objects.put(fileKey(file.id), content);
      await this.write(transaction, { workspaceId: auth.workspaceId, threadId, createdBy: subjectOf(auth) }, file);
    });
    return file;
  }

  /** The same look into a file that came by another way. Its bytes are kept; the row that makes it one of a conversation the caller writes. */
  async keep(name: string, content: Buffer): Promise<Attachment> {
    const file = await looked(name, content);
    await this.objects.put(fileKey(file.id), content);
    return file;
  }

  /** Makes a file one of a conversation. */
  async write(transaction: Transaction, { workspaceId, threadId, createdBy }: FileHolder, { id, name, media_type: type, size }: Attachment): Promise<void> {
    await transaction.query(
      'insert into thread_file (id, workspace_id, thread_id, name, media_type, size, object_key, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [id, workspaceId, threadId, name, type, size, fileKey(id), createdBy],
    );
  }

  async find(auth: Auth, threadId: string, fileId: string): Promise<StoredFile> {
    await this.access.readable(auth, threadId);
    const [row] = await this.database.run<StoredFile>({
      text: 'select name, media_type as type, size, object_key as key from thread_file where thread_id = $1 and id = $2',
      values: [threadId, fileId],
    });
    if (!row) throw new AppError('thread/file_not_found', 'There is no such file in this conversation.', { file: fileId });
    return row;
  }
}

async function looked(name: string, content: Buffer): Promise<Attachment> {
  return { id: newId(), name: plainName(name), media_type: await mediaTypeOf(name, content), size: content.length };
}

async function mediaTypeOf(name: string, content: Buffer): Promise<string> {
  if (content.length === 0) throw new AppError('thread/file_refused', `"${name}" is empty.`, { name });
  const { type, isText } = await signatureOf(content);
  if (type !== null && shownTypes.has(type)) return type;
  if (type === null && isText) return /\.json$/i.test(name) ? 'application/json' : 'text/plain';
  throw new AppError('thread/file_refused', `"${name}" cannot be shown to a model. Attach pictures (PNG, JPEG, GIF, WebP), PDFs or text.`, { name, type });
}

/** Without folders and control characters. */
const plainName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200) || 'file';
