import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { Database } from '../database/database.ts';
import { countAttempts, forgetAttempts, lockAttempts, rememberAttempts } from './sign-in-attempts.sql.ts';

/** Against what a sign-in counts: keys, each with how many failures it stands within the window. */
export type SignInKeys = { key: string; maximum: number }[];

/** How long failures count. */
export const windowMinutes = 15;

/**
 * Slows guessing of passwords down without a way to lock somebody else out. Guesses count strictly for one address from one
 * place, loosely for the address and for the place alone; a browser in which the person has signed in before counts for
 * itself only, whatever strangers do.
 */
@Injectable()
export class SignInLimits {
  constructor(private readonly database: Database) {}

  /**
   * Counts an attempt as failed before the password is looked at, so that a burst of parallel guesses gains nothing. Throws
   * `auth/too_many_attempts` when a limit is reached. Call {@link succeeded} with the same keys when the password was right.
   */
  async begin(keys: SignInKeys): Promise<void> {
    const waitSeconds = await this.database.transaction(async (transaction) => {
      const names = keys.map(({ key }) => key).sort();
      await transaction.query(lockAttempts, [names]);
      const counted = (await transaction.query(countAttempts, [keys.map(({ key }) => key), keys.map(({ maximum }) => maximum), windowMinutes])) as {
        wait_s: number | null;
      }[];
      const wait = Math.max(0, ...counted.map((row) => row.wait_s ?? 0));
      if (wait === 0) await transaction.query(rememberAttempts, [names.map(() => newId()), names]);
      return wait;
    });
    if (waitSeconds > 0)
      throw new AppError(
        'auth/too_many_attempts',
        `Too many failed sign-ins. Try again in ${inWords(waitSeconds)}, or from a browser in which you have signed in before.`,
        { retry_after_s: waitSeconds },
      );
  }

  /** The strict keys are forgotten; of the loose ones only this attempt, or a right guess would cover for a thousand wrong ones. */
  async succeeded(keys: SignInKeys): Promise<void> {
    const strict = keys.filter(({ key }) => key.startsWith('pair:') || key.startsWith('device:')).map(({ key }) => key);
    await this.database.manager.query(forgetAttempts, [strict, keys.map(({ key }) => key).filter((key) => !strict.includes(key)), windowMinutes]);
  }
}

/** The keys of an attempt. Addresses are hashed: people type their password into that field as well. */
export function keysOf(email: string, ip: string, deviceId: string | null): SignInKeys {
  if (deviceId !== null) return [{ key: `device:${deviceId}`, maximum: 10 }];
  const address = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url').slice(0, 22);
  const place = networkOf(ip);
  return [
    { key: `pair:${address}:${place}`, maximum: 5 },
    { key: `email:${address}`, maximum: 100 },
    { key: `ip:${place}`, maximum: 100 },
  ];
}

/** One subscriber has a whole /64 of IPv6: counting single addresses would count nothing. */
export function networkOf(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? before : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
