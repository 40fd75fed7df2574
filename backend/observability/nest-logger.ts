import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

/** Sends what Nest says to the structured log; its chatter at boot is for `debug` only. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void { this.logger.debug({ from: more.at(-1) }, String(message)); }
  debug(message: unknown, ...more: unknown[]): void { this.logger.debug({ from: more.at(-1) }, String(message)); }
  verbose(message: unknown, ...more: unknown[]): void { this.logger.debug({ from: more.at(-1) }, String(message)); }
  warn(message: unknown, ...more: unknown[]): void { this.logger.warn({ from: more.at(-1) }, String(message)); }
  error(message: unknown, ...more: unknown[]): void { this.logger.error({ from: more.at(-1), err: message instanceof Error ? message : undefined, details: more.slice(0, -1) }, String(message)); }
}
