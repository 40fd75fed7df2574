import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { endAll, environment, signalGroup, start } from './children.mjs';
import { showReadably } from './log-lines.mjs';
import { dataDirectory, place } from './places.mjs';
import { Problem } from './problem.mjs';
import { isTerminal } from './steps.mjs';

const drainLimitMs = 25_000;
/** A terminal signals our group and npm passes its own copy on: what follows within this time is the same Ctrl-C. */
const sameSignalMs = 1_000;

/** Says early that a port is taken, before minutes of installing. */
export async function assertPortFree() {
  const port = Number(process.env.PORT || 4400);
  const host = process.env.HOST || '127.0.0.1';
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Problem(`PORT is "${process.env.PORT}", which is not a port. Give a number from 0 to 65535, or leave it out for 4400.`);
  const failure = await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
  if (failure === undefined) return;
  if (failure.code === 'EADDRINUSE') {
    throw new Problem(`Port ${port} on ${host} is in use by another program, perhaps by another Millrace. Stop that one, or choose another port: PORT=${port + 1} npm start`);
  }
  if (failure.code === 'EACCES') throw new Problem(`This user may not listen on port ${port}; ports below 1024 need root. Choose another port: PORT=4400 npm start`);
  if (failure.code === 'EADDRNOTAVAIL' || failure.code === 'ENOTFOUND') throw new Problem(`HOST is "${host}", which is not an address of this machine. Leave it out for 127.0.0.1, or use 0.0.0.0 for all addresses.`);
}

/** Runs the built server (or worker) until it ends or is told to; resolves to the exit code of the command. */
export async function serve(node, mode) {
  const words = ['--enable-source-maps', '--import', place('backend/bootstrap/end-with-parent.mjs'), place('dist/backend/main.js')];
  const { child, ended } = start(node.program, words, { output: isTerminal ? 'readable' : 'inherit', channel: true, env: environment(node.folder, mode === undefined ? {} : { MILLRACE_MODE: mode }) });
  if (child.stdout !== null) showReadably(child.stdout);
  const stop = stopper(child);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop.onSignal);
  const { code, signal } = await ended;
  stop.done();
  signalGroup(child, 'SIGKILL');
  endDatabaseOf(child.pid);
  if (stop.isAsked()) return 0;
  if (signal !== null) process.stderr.write(`The server was ended by ${signal}.\n`);
  return code === 0 ? 0 : 1;
}

/** First signal: shut down in order. A later one, or no end in time: at once. */
function stopper(child) {
  let askedAt;
  let limit;
  const onSignal = () => {
    const now = Date.now();
    if (askedAt === undefined) {
      askedAt = now;
      child.kill('SIGTERM');
      limit = setTimeout(endAll, drainLimitMs);
    } else if (now - askedAt > sameSignalMs) {
      endAll();
    }
  };
  return { onSignal, isAsked: () => askedAt !== undefined, done: () => clearTimeout(limit) };
}

/** A server that was killed cannot end its database; nothing of a command that has ended may keep running. */
function endDatabaseOf(pid) {
  try {
    const folder = join(dataDirectory(), 'postgres');
    if (JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8')).ownerPid !== pid) return;
    process.kill(Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGINT');
  } catch {
    // There is no embedded database, or it has ended.
  }
}
