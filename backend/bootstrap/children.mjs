import { spawn } from 'node:child_process';
import { root } from './places.mjs';

const living = new Set();

/** Environment of everything that is started: the right Node first in the path. */
export function environment(nodeFolder, more = {}) {
  const path = nodeFolder === undefined ? process.env.PATH : `${nodeFolder}:${process.env.PATH}`;
  return { ...process.env, PATH: path, ...more };
}

/**
 * Starts a process as the head of a group of its own, so that a signal to our group does not reach it twice and a stop
 * reaches all of its children. `output: 'inherit'` shows what it writes, `progress` only what it writes to stderr,
 * `readable` leaves stdout to the caller; otherwise it is collected.
 */
export function start(command, words, { env = process.env, output = 'collect', channel = false } = {}) {
  const stdio = { inherit: ['ignore', 'inherit', 'inherit'], progress: ['ignore', 'ignore', 'inherit'], readable: ['ignore', 'pipe', 'inherit'], collect: ['ignore', 'pipe', 'pipe'] }[output];
  const child = spawn(command, words, { cwd: root, env, detached: true, stdio: channel ? [...stdio, 'ipc'] : stdio });
  living.add(child);
  const text = [];
  if (output === 'collect') for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => text.push(chunk));
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => { living.delete(child); reject(error); });
    child.once('close', (code, signal) => {
      living.delete(child);
      resolve({ code: code ?? 1, signal, output: Buffer.concat(text).toString('utf8') });
    });
  });
  return { child, ended };
}

/** Runs a process to its end. */
export const run = (command, words, options) => start(command, words, options).ended;

/** Signals a child and all that it has started. */
export function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Ends whatever still runs, at once. */
export function endAll() {
  for (const child of living) signalGroup(child, 'SIGKILL');
}
