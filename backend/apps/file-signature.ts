import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';
import type { Signature } from '../../components/file-upload/kinds.ts';

/** Bytes at the beginning of a file that are looked at. */
const looked = 64 * 1024;

/** What the first bytes of a file tell of it; what it is called and what a browser says of it do not count. */
export async function signatureOf(begin: Uint8Array): Promise<Signature> {
  const bytes = begin.subarray(0, looked);
  const found = await fileTypeFromBuffer(bytes);
  const isScript = bytes[0] === 0x23 && bytes[1] === 0x21;
  return { type: found?.mime ?? null, isText: readsAsText(bytes), isScript };
}

/** Text has no zero bytes and hardly any control characters; UTF-16 says so by its mark. */
function readsAsText(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return true;
  // The last character may be cut in two.
  if (!bytes.includes(0) && isUtf8(bytes.subarray(0, endOfCharacter(bytes)))) return true;
  const controls = bytes.filter((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c).length;
  return !bytes.includes(0) && controls * 100 <= bytes.length;
}

function endOfCharacter(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return (bytes[end - 1] ?? 0) >= 0xc0 ? end - 1 : bytes.length;
}
