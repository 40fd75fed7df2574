import { createInterface } from 'node:readline';
import { address, bold, cross, dim, openStep, tick } from './steps.mjs';

const levels = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const colours = { warn: 33, error: 31, fatal: 31 };
const quiet = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err']);

/**
 * A structured log line as a person at a terminal reads it; other lines as they are. Only what a terminal shows is changed:
 * a file or a pipe gets the JSON.
 */
export function readableLine(line) {
  if (!line.startsWith('{"level":')) return line;
  try {
    const entry = JSON.parse(line);
    const level = levels[entry.level] ?? String(entry.level);
    const data = Object.entries(entry).filter(([key]) => !quiet.has(key)).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const text = [entry.msg, entry.err?.message === undefined ? '' : `(${entry.err.message})`, ...data].filter((part) => part !== '').join(' ');
    return `\u001b[2m${entry.time?.slice(11, 19) ?? ''}\u001b[0m \u001b[${colours[level] ?? 2}m${level}\u001b[0m \u001b[2m${text}\u001b[0m`;
  } catch {
    return line;
  }
}

/** What a server says when it is up, with the address, the e-mail and the password standing out. */
export function greetingLine(line) {
  return line
    .replace(/^(Millrace \S+) is ready: (\S+)$/, (_line, name, url) => `${bold(`${name} is ready`)}  ${address(url)}`)
    .replace(/^ {2}(E-mail|Password) {2,}(\S+|as set .*?)( {2,}.*)?$/, (_line, label, value, rest = '') => `  ${dim(label.padEnd(8))}  ${bold(value)}${dim(rest)}`)
    .replace(/^( {2}In Acme, .*|Stop it with Ctrl-C\.)$/, (text) => dim(text));
}

/**
 * Shows the output of a server on the terminal: its steps (`  Starting …`, `✔ … started 0.8 s`) as lines that move until they are done, its log
 * readable, above the step that runs.
 */
export function showReadably(stream) {
  let step;
  const show = (line) => {
    const running = /^ {2}(\S.*) …$/.exec(line)?.[1];
    const done = /^✔ (.*?) ?(\d[\d.]* s)?$/.exec(line);
    if (running !== undefined && step === undefined) step = openStep(running);
    else if (running !== undefined) step.update(running);
    else if (done !== null && step !== undefined) {
      step.finish(`${tick()} ${done[1]} ${dim(done[2] ?? '')}`);
      step = undefined;
    } else if (step === undefined) process.stdout.write(`${greetingLine(readableLine(line))}\n`);
    else step.above(readableLine(line));
  };
  createInterface({ input: stream })
    .on('line', show)
    .on('close', () => step?.finish(`${cross()} ${step.words()}`));
}
