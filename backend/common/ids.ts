import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new UUIDv7: sorts by the time it was made, so that new rows land at the right edge of an index. */
export const newId = (): string => v7();

/** A new secret with 256 bits, in URL-safe characters, behind a prefix that scanners of leaked secrets can know. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;
