import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

type Texts = Iterable<string> | AsyncIterable<string>;

/** The first day that the format knows, in every zone: the same rows give the same bytes. */
const entryTime = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/** Files in one archive, written while they are read: nothing is held but the pieces in hand. A file that cannot be read to its end breaks the archive off. */
export async function* zipPieces(files: readonly (readonly [name: string, content: Texts])[]): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  const pieces = archive.outputStream.pipe(new PassThrough());
  const breakOff = (error: Error): void => void pieces.destroy(error);
  archive.on('error', breakOff);
  for (const [name, content] of files) {
    archive.addReadStream(Readable.from(content, { objectMode: false }).on('error', breakOff), name, entryTime);
  }
  archive.end();
  for await (const piece of pieces) yield piece as Uint8Array;
}
