import { Injectable } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { loggedError } from './logged-error.ts';

/** Keys whose values never reach the log, at any depth that our own log calls use. */
const redacted = [
  'password',
  '*.password',
  'token',
  '*.token',
  'authorization',
  '*.authorization',
  'cookie',
  '*.cookie',
  'headers.authorization',
  'headers.cookie',
];

/** Structured log: one JSON line per event on stdout. The first argument is data, the second a sentence. */
@Injectable()
export class Logger {
  constructor(private readonly pino: Pino) {}

  /** Makes the logger of this process, on stdout unless it is to go elsewhere. */
  static create(level: string, name: string, destination?: DestinationStream): Logger {
    const options = {
      level,
      name,
      redact: redacted,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => loggedError(error), error: (error: unknown) => loggedError(error) },
    };
    return new Logger(destination ? pino(options, destination) : pino(options));
  }

  /** A logger whose every line carries `bindings`. */
  child(bindings: Record<string, unknown>): Logger {
    return new Logger(this.pino.child(bindings));
  }

  debug(data: object, message: string): void {
    this.pino.debug(data, message);
  }
  info(data: object, message: string): void {
    this.pino.info(data, message);
  }
  warn(data: object, message: string): void {
    this.pino.warn(data, message);
  }
  error(data: object, message: string): void {
    this.pino.error(data, message);
  }
}
