import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';

let pause = null;

/** Writes all of a text or of bytes to a descriptor before it returns, also when the reader is slow. */
export function writeAll(descriptor, content) {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      pause ??= new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(pause, 0, 0, 2);
    }
  }
}
