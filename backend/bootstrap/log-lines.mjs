import { createInterface } from 'node:readline';

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

/** Shows the output of a process on the terminal, its log made readable. */
export function showReadably(stream) {
  createInterface({ input: stream }).on('line', (line) => process.stdout.write(`${readableLine(line)}\n`));
}
