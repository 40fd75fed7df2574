import { createTransport } from 'nodemailer';
import type { JsonObject } from '../common/json.ts';
import { textOf } from './resource-type.ts';

/** A connection to the e-mail server of a resource of type `smtp`. Whoever makes one closes it. */
export function smtpTransport(value: JsonObject) {
  const security = textOf(value, 'security', 'starttls');
  const user = textOf(value, 'user');
  return createTransport({
    host: textOf(value, 'host'), port: Number(value['port'] ?? 587), secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
    connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000, ...(user ? { auth: { user, pass: textOf(value, 'password') } } : {}),
  });
}
