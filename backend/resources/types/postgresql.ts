import pg from 'pg';
import type { JsonObject } from '../../common/json.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** Certificate rules of libpq, for the driver. */
function tlsOf(value: JsonObject): pg.ClientConfig['ssl'] {
  const mode = textOf(value, 'sslmode', 'prefer');
  if (mode === 'disable' || mode === 'prefer' || mode === 'allow') return false;
  const ca = textOf(value, 'root_certificate_pem');
  const verifies = mode === 'verify-full' || mode === 'verify-ca';
  return { rejectUnauthorized: verifies, ...(ca ? { ca } : {}), ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}) };
}

/** A PostgreSQL database. */
export const postgresql: ResourceTypeDefinition = {
  name: 'postgresql',
  title: 'PostgreSQL',
  description: 'A PostgreSQL database, also one that speaks its protocol such as Neon, Supabase or CockroachDB.',
  schema: fields(
    {
      host: text('Host', { 'x-ui': { placeholder: 'db.example.com' } }),
      port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 5432 },
      dbname: text('Database'),
      user: text('User'),
      password: secret('Password'),
      sslmode: {
        type: 'string',
        title: 'TLS',
        enum: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'],
        default: 'prefer',
        description: '"require" encrypts; "verify-full" also checks who answers',
      },
      root_certificate_pem: text('Root certificate', { description: 'PEM, for a server with a certificate of its own', 'x-ui': { multiline: true } }),
    },
    ['host', 'dbname', 'user'],
  ),
  async test(value, signal) {
    const client = new pg.Client({
      host: textOf(value, 'host'),
      port: Number(value['port'] ?? 5432),
      database: textOf(value, 'dbname'),
      user: textOf(value, 'user'),
      password: textOf(value, 'password'),
      ssl: tlsOf(value),
      connectionTimeoutMillis: 10_000,
      application_name: 'millrace connection test',
    });
    const end = (): void => void client.end().catch(() => undefined);
    client.on('error', () => undefined);
    signal.addEventListener('abort', end, { once: true });
    try {
      await client.connect();
      const { rows } = await client.query<{ version: string; tables: string }>(
        "select current_setting('server_version') as version, (select count(*) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema'))::text as tables",
      );
      return `PostgreSQL ${rows[0]?.version}, ${rows[0]?.tables} tables are visible to ${textOf(value, 'user')}.`;
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  },
};
