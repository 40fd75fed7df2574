import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

type Texts = Iterable<string> | AsyncIterable<string>;
type Entry = { readonly name: Buffer; readonly at: number; readonly sum: number; readonly packed: number; readonly size: number };

/** Names are UTF-8, and sizes stand behind the content, since they are not known before. */
const flags = 0x0808;
/** The first day that the format knows: the same rows give the same bytes. */
const day = 0x0021;
/** Beyond that the format needs another form, which not all programs read. */
const mostBytes = 0xffff_ffff;

/** Files in one archive, written while they are read: nothing is held but the piece in hand. */
export async function* zipPieces(files: readonly (readonly [name: string, content: Texts])[]): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let at = 0;
  for (const [title, content] of files) {
    const name = Buffer.from(title);
    const head = headOf(name);
    yield head;
    const counts = { sum: 0, size: 0, packed: 0 };
    for await (const piece of Readable.from(counted(content, counts)).pipe(createDeflateRaw())) {
      counts.packed += (piece as Buffer).length;
      yield piece as Buffer;
    }
    entries.push({ name, at, ...counts });
    const foot = numbers([4, 0x0807_4b50], [4, counts.sum], [4, counts.packed], [4, counts.size]);
    yield foot;
    at += head.length + counts.packed + foot.length;
    if (counts.size > mostBytes || at > mostBytes) throw new RangeError('The rows need more than the 4 GB that an archive holds.');
  }
  const list = Buffer.concat(entries.map(lineOf));
  yield list;
  yield numbers([4, 0x0605_4b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, list.length], [4, at], [2, 0]);
}

async function* counted(content: Texts, counts: { sum: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    counts.sum = crc32(bytes, counts.sum);
    counts.size += bytes.length;
    yield bytes;
  }
}

const headOf = (name: Buffer): Buffer =>
  Buffer.concat([numbers([4, 0x0403_4b50], [2, 20], [2, flags], [2, 8], [2, 0], [2, day], [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]), name]);

const lineOf = ({ name, at, sum, packed, size }: Entry): Buffer =>
  Buffer.concat([
    numbers([4, 0x0201_4b50], [2, 20], [2, 20], [2, flags], [2, 8], [2, 0], [2, day], [4, sum], [4, packed], [4, size]),
    numbers([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
    name,
  ]);

function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
