import { Writable } from 'node:stream';
import { Logger } from '../../backend/observability/logger.ts';

/** The log of an application under test. */
export type RecordedLog = { logger: Logger; lines: Record<string, unknown>[]; /** Everything as it was written. */ text(): string };

/** A logger like that of the product, whose lines a test can look at. */
export function recordLog(level = 'debug'): RecordedLog {
  const written: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString('utf8'));
      lines.push(JSON.parse(chunk.toString('utf8')) as Record<string, unknown>);
      done();
    },
  });
  return { logger: Logger.create(level, 'test', destination), lines, text: () => written.join('') };
}
