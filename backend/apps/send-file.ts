import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** What a browser may show instead of saving: pictures, of which none runs anything. */
const shown = /^image\/(png|apng|jpeg|gif|webp|avif|bmp)$/;

/** Streams a file that somebody uploaded. It is never a page of this server: the browser saves it, or shows a picture, and takes it for nothing else. */
export async function sendFile(
  response: Response,
  { name, type, size }: { name: string; type: string; size: number },
  content: Readable,
  isInline: boolean,
): Promise<void> {
  const isShown = isInline && shown.test(type);
  response.set({
    'content-type': isShown ? type : 'application/octet-stream',
    'content-length': String(size),
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${asciiOf(name)}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, percent)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-file-type': type,
    'cache-control': 'private, no-store',
  });
  // Whoever reads may go away in the midst of it; that is no error of the server.
  await pipeline(content, response).catch(() => response.destroy());
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const asciiOf = (name: string): string => name.replaceAll(/[^\w. -]/g, '_');
