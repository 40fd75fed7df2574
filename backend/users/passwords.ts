import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../common/app-error.ts';

/** Argon2id as OWASP asks for it: 19 MiB, two passes. About 20 ms, in a thread of its own. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** What people type when ten characters are asked of them. */
const common = new Set([
  '1234567890',
  '0123456789',
  '123456789a',
  'password12',
  'password123',
  'passw0rd123',
  'qwertyuiop',
  'qwerty12345',
  'iloveyou123',
  'letmein1234',
  'administrator',
  'welcome1234',
  'changeme123',
  'millrace123',
]);

/** Hash of a random word: checked when there is no account, so that the time tells nothing. */
let decoy: Promise<string> | undefined;

/** The hash to store for a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether a password is the one. Takes as long when there is no hash at all. */
export async function isPassword(password: string, storedHash: string | null | undefined): Promise<boolean> {
  decoy ??= hashPassword(`${process.hrtime.bigint()}`);
  const matches = await verify(storedHash ?? (await decoy), password).catch(() => false);
  return matches && storedHash !== null && storedHash !== undefined;
}

/** Throws `auth/password_too_weak` for a password that a guesser tries first. */
export function requireStrongPassword(password: string, email: string): void {
  const lower = password.toLowerCase();
  const mailbox = (email.split('@')[0] ?? '').toLowerCase();
  const isWeak = password.length < 10 || new Set(lower).size < 4 || common.has(lower) || (mailbox.length >= 4 && lower.replace(/[\d\W_]+$/, '') === mailbox);
  if (isWeak)
    throw new AppError(
      'auth/password_too_weak',
      'This password would be guessed early. Take at least 10 characters that are neither your address nor a common word; a short sentence is good.',
    );
}
