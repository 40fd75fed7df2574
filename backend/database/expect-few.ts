/**
 * A condition that every id of a list meets, for statements that look rows up by such a list. It makes Postgres plan for one id, and so go through the index of
 * the table. Without it, it plans for ten: a plan that was made while the table was small then reads the whole table, and is kept while the table grows, until
 * somebody counts its rows (a minute later, where autovacuum does). Behind 20,000 jobs that came within that minute, each start of a job read them all.
 */
export const expectFew = (column: string): string => `${column} between '00000000-0000-0000-0000-000000000000' and 'ffffffff-ffff-ffff-ffff-ffffffffffff'`;
