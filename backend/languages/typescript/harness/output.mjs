import { Writable } from 'node:stream';
import { writeAll } from './descriptors.mjs';

class Output extends Writable {
  isTTY = false;

  constructor(descriptor) {
    super({ decodeStrings: true });
    this.fd = descriptor;
  }

  _write(chunk, _encoding, callback) {
    try {
      writeAll(this.fd, chunk);
      callback();
    } catch (error) {
      callback(error);
    }
  }
}

/**
 * Under Bun `process.stdout` writes in the background and does not tell when it is done, so text could arrive behind the
 * end mark of its job or behind a later `console.log`. These streams write before they return.
 */
export function installOutput() {
  if (typeof Bun === 'undefined') return;
  for (const [name, descriptor] of [['stdout', 1], ['stderr', 2]]) {
    const stream = new Output(descriptor);
    stream.on('error', () => undefined);
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true, writable: true });
  }
}
