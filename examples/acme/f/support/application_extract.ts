import { fileLink, type AppFile } from 'millrace';
import postgres from 'postgres@3.4.7';

/**
 * Gives an address for the file that came with an application. It is good for a minute.
 * @param application Its number
 * @param database Where the applications are
 */
export async function main(application: number, database: RT.Postgresql = '$res:f/support/acme_db' as never) {
  const { host, port, dbname, user, password } = database;
  const sql = postgres({ host, port, database: dbname, username: user, password, max: 1 });
  try {
    const [found] = await sql<{ extract: AppFile | null }[]>`select extract from applications where id = ${application}`;
    if (!found?.extract) throw new Error(`No file came with application ${application}.`);
    return { name: found.extract.name, url: await fileLink(found.extract, { expiresInSeconds: 60 }) };
  } finally {
    await sql.end();
  }
}
