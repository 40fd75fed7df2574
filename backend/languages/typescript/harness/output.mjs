import { writeAll } from './descriptors.mjs';

const names = ['stdout', 'stderr'];
let isInstalled = false;

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
 * end mark of its job or behind a later `console.log`. These streams write before they return. They are made when they are asked for;
 * even that costs Bun some milliseconds once, so only scripts that mention them have them replaced.
 */
export function installOutput() {
  if (typeof Bun === 'undefined') return;
  isInstalled = true;
  names.forEach((name, index) => {
    const get = () => place(name, openOutput(index + 1));
    Object.defineProperty(process, name, { get, set: (value) => { place(name, value); }, configurable: true, enumerable: true });
  });
}

/** What stands at `process.stdout` and `process.stderr`; `null` where the script cannot have used it. */
export function outputsInUse() {
  if (typeof Bun === 'undefined') return names.map((name) => process[name]);
  // Only to look at them would make them, where they were not replaced.
  return names.map((name) => (isInstalled ? (Object.getOwnPropertyDescriptor(process, name)?.value ?? null) : null));
}
