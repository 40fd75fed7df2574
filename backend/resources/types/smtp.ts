import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';
import { smtpTransport } from '../smtp-transport.ts';

/** A server that takes e-mail. */
export const smtp: ResourceTypeDefinition = {
  name: 'smtp',
  title: 'E-mail (SMTP)',
  description: 'A server that takes e-mail for delivery.',
  schema: fields(
    {
      host: text('Host', { 'x-ui': { placeholder: 'smtp.example.com' } }),
      port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 587 },
      security: {
        type: 'string',
        title: 'TLS',
        enum: ['starttls', 'tls', 'none'],
        default: 'starttls',
        description: '"starttls" for port 587, "tls" for port 465, "none" only within a network that you trust',
      },
      user: text('User'),
      password: secret('Password'),
      from: text('Sender', { description: 'Address that messages come from', 'x-ui': { placeholder: 'Acme <no-reply@example.com>' } }),
    },
    ['host'],
  ),
  /** Connects, says EHLO, starts TLS and signs in; sends nothing. */
  async test(value, signal) {
    const user = textOf(value, 'user');
    const transport = smtpTransport(value);
    const end = (): void => transport.close();
    signal.addEventListener('abort', end, { once: true });
    try {
      await transport.verify();
      return user ? `The server accepts messages from ${user}.` : 'The server answers and asks for no sign-in.';
    } finally {
      signal.removeEventListener('abort', end);
      transport.close();
    }
  },
};
