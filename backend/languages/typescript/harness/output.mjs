import { writeAll } from './descriptors.mjs';

const names = ['stdout', 'stderr'];
/** Streams that a script asked for. Under Node they are there from the beginning. */
const opened = typeof Bun === 'undefined' ? [process.stdout, process.stderr] : [null, null];

function openOutput(descriptor) {
  // Loading it takes longer than all of the harness; most scripts print by `console`, which does not need it.
  const { Writable } = process.getBuiltinModule('node:stream');
  class Output extends Writable {
    isTTY = false;
    fd = descriptor;

    _write(chunk, _encoding, callback) {
      try {
        writeAll(descriptor, chunk);
        callback();
      } catch (error) {
        callback(error);
      }
    }
  }
  return new Output({ decodeStrings: true }).on('error', () => undefined);
}

function place(name, value) {
  Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
  return value;
}

/**
 * Under Bun `process.stdout` writes in the background and does not tell when it is done, so text could arrive behind the
 * answer of its job or behind a later `console.log`. These streams write before they return. They are made when they are asked for;
 * even that costs Bun some milliseconds once, so only scripts that mention them have them replaced.
 */
export function installOutput() {
  if (typeof Bun === 'undefined') return;
  names.forEach((name, index) => {
    const get = () => place(name, (opened[index] = openOutput(index + 1)));
    Object.defineProperty(process, name, { get, set: (value) => { place(name, value); }, configurable: true, enumerable: true });
  });
}

/** The streams at `process.stdout` and `process.stderr`; `null` where no script used it. What a script puts in their place is its own affair. */
export const outputsInUse = () => opened;
