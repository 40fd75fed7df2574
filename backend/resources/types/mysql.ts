import { createConnection } from 'mysql2/promise';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** A MySQL or MariaDB database. */
export const mysql: ResourceTypeDefinition = {
  name: 'mysql',
  title: 'MySQL',
  description: 'A MySQL or MariaDB database.',
  schema: fields(
    {
      host: text('Host', { 'x-ui': { placeholder: 'db.example.com' } }),
      port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 3306 },
      database: text('Database'),
      user: text('User'),
      password: secret('Password'),
      ssl: { type: 'boolean', title: 'TLS', default: false, description: 'Encrypt, and check who answers' },
    },
    ['host', 'database', 'user'],
  ),
  async test(value, signal) {
    const connection = await createConnection({
      host: textOf(value, 'host'), port: Number(value['port'] ?? 3306), database: textOf(value, 'database'), user: textOf(value, 'user'), password: textOf(value, 'password'), connectTimeout: 10_000,
      // Off: a hostile server could otherwise ask for files of this machine.
      flags: ['-LOCAL_FILES'],
      ...(value['ssl'] === true ? { ssl: { rejectUnauthorized: true } } : {}),
    });
    const end = (): void => connection.destroy();
    signal.addEventListener('abort', end, { once: true });
    try {
      const [rows] = await connection.query('select version() as version');
      return `MySQL ${(rows as { version: string }[])[0]?.version} answers as ${textOf(value, 'user')}.`;
    } finally {
      signal.removeEventListener('abort', end);
      connection.destroy();
    }
  },
};
